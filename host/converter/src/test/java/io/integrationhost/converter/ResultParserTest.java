package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vectors leave open: hazards and limits. */
final class ResultParserTest {
  private final ResultParser parser =
      new ResultParser(new ConverterLimits.Values(true, 0), Clock.systemUTC());

  private Value attribute(String value) {
    return parser
        .parse(new ResultText("{\"deviceName\":\"D\",\"attributes\":{\"v\":" + value + "}}"))
        .get(0)
        .attributes()
        .orElseThrow()
        .get("v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "1e10000000",
        "-1e-999999999",
        "1e-5000",
        "1e5000",
        "0.1e99999999999",
        "1E+2147483648"
      })
  void numbersThatWouldFillTheMemoryAreRefused(String number) {
    assertThatThrownBy(() -> attribute(number))
        .isInstanceOf(ScriptFailure.class)
        .hasMessageContaining("for key [v] has more than 4096 digits");
  }

  @Test
  void longTextsOfDigitsStayTexts() {
    String zeros = "0".repeat(200_000);
    assertThat(attribute("\"" + zeros + "\"")).isEqualTo(Value.of(zeros));
    assertThat(attribute("1".repeat(200_000))).isEqualTo(Value.of("1".repeat(200_000)));
  }

  @Test
  void deepNestingIsRefusedAndHarmless() {
    assertThatThrownBy(() -> attribute("[".repeat(140_000) + "]".repeat(140_000)))
        .isInstanceOf(ScriptFailure.class)
        .hasMessageContaining("not valid JSON");
    assertThat(attribute("[".repeat(200) + "]".repeat(200)))
        .isEqualTo(Value.json("[".repeat(200) + "]".repeat(200)));
  }

  @Test
  void allFlatElementsOfOneArrayShareTheTime() {
    AtomicLong now = new AtomicLong(1_000);
    InstantSource ticking = () -> Instant.ofEpochMilli(now.getAndIncrement());
    ResultParser later =
        new ResultParser(new ConverterLimits.Values(true, 0), ticking.withZone(ZoneOffset.UTC));
    assertThat(
            later
                .parse(
                    new ResultText(
                        "{\"deviceName\":\"D\",\"telemetry\":[{\"a\":1},{\"b\":2},{\"c\":3}]}"))
                .get(0)
                .telemetry()
                .orElseThrow())
        .extracting(TimedValues::ts)
        .containsExactly(1_000L, 1_000L, 1_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"deviceName\":\"D\", # why\n\"attributes\":{\"v\":7}}",
        "{\"deviceName\"=>\"D\",\"attributes\"=>{\"v\":7}}",
        "\ufeff{\"deviceName\":\"D\",\"attributes\":{\"v\":7}}",
        "{\"deviceName\":\"D\",\"attributes\":{\"v\":7,\"w\":NULL}}",
        "{\"deviceName\":\"D\",\"attributes\":{\"v\":007}}",
        "{\"deviceName\":\"D\",\"isAsset\":true,\"foo\":{},\"attributes\":{\"v\":7}}"
      })
  void whatALenientReaderTakes(String text) {
    List<EntityData> entities = parser.parse(new ResultText(text));
    assertThat(entities).hasSize(1);
    assertThat(entities.get(0).kind()).isEqualTo(EntityKind.DEVICE);
    assertThat(entities.get(0).name()).isEqualTo("D");
    assertThat(entities.get(0).attributes().orElseThrow()).isEqualTo(Map.of("v", Value.of(7)));
  }

  @Test
  void blankTextIsNothingAndARawTabIsPartOfAText() {
    assertThat(parser.parse(new ResultText(" \n"))).isEmpty();
    assertThat(attribute("\"a\tb\"")).isEqualTo(Value.of("a\tb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1e3\"", "\" 17\"", "true", "{}"})
  void whatIsNoTime(String ts) {
    assertThatThrownBy(() -> timed(ts))
        .hasMessageStartingWith(
            "The key 'ts' of the telemetry must be a time in milliseconds, but is ");
  }

  @Test
  void aTimeMayHaveASign() {
    assertThat(timed("\"+17\"")).isEqualTo(17);
  }

  private long timed(String ts) {
    return parser
        .parse(
            new ResultText(
                "{\"deviceName\":\"D\",\"telemetry\":{\"ts\":" + ts + ",\"values\":{\"a\":1}}}"))
        .get(0)
        .telemetry()
        .orElseThrow()
        .get(0)
        .ts();
  }

  @Test
  void nestedNamesOfOneElementAreUnpacked() {
    assertThat(parser.parse(new ResultText("{\"deviceName\":[[[\"D\"]]]}")).get(0).name())
        .isEqualTo("D");
  }

  @Test
  void errorsNameTheKey() {
    assertThatThrownBy(() -> parser.parse(new ResultText("{\"deviceName\":{\"a\":1}}")))
        .hasMessage(
            "The key 'deviceName' of the converter output must be a text, but is {\"a\":1}");
    assertThatThrownBy(
            () ->
                parser.parse(
                    new ResultText(
                        "{\"deviceName\":\"D\",\"telemetry\":{\"ts\":\"x\",\"values\":{}}}")))
        .hasMessage("The key 'ts' of the telemetry must be a time in milliseconds, but is \"x\"");
  }

  @Test
  void longValuesAreShortenedInErrors() {
    assertThatThrownBy(() -> parser.parse(new ResultText("[\"" + "x".repeat(100_000) + "\"]")))
        .hasMessageStartingWith("Not a JSON Object: \"xxx")
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(600));
  }

  @Test
  void nothingReturnedIsNothingToSend() {
    assertThat(parser.parse(null)).isEmpty();
  }
}
