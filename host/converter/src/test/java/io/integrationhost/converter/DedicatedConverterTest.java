package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.dedicated.Samples;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dedicated converters through the engine, scripts included (facts 5.6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DedicatedConverterTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC);
  private static final String MESSAGE = Samples.of("LORIOT").toString();

  /** Shows what the script got: JSON by its text, bytes by their number and sum. */
  private static final String JS =
      """
      var text = metadata.payloadFormat == 'JSON' ? String.fromCharCode.apply(String, payload) : '';
      var sum = 0;
      for (var i = 0; i < payload.length; i++) { sum += payload[i] & 0xFF; }
      return {telemetry: {ts: metadata.ts,
          values: {got: text || payload.length + '/' + sum, port: metadata.fPort}},
        attributes: {eui: metadata.devEui, integration: metadata.integrationName}};
      """;

  private static final String TBEL =
      """
      var text = metadata.payloadFormat == 'JSON' ? bytesToString(payload) : '';
      var sum = 0;
      for (var i = 0; i < payload.length; i++) { sum += payload[i] & 0xFF; }
      var got = text != '' ? text : payload.length + '/' + sum;
      return {telemetry: {ts: metadata.ts, values: {got: got, port: metadata.fPort}},
        attributes: {eui: metadata.devEui, integration: metadata.integrationName}};
      """;

  private ConverterEngine engine;

  @BeforeAll
  void open() {
    engine = new ConverterEngine(ConverterLimits.defaults(), CLOCK);
  }

  @AfterAll
  void close() {
    engine.close();
  }

  private UplinkConverter converter(String platform, String configuration, String js) {
    JsonObject json = JsonParser.parseString(configuration).getAsJsonObject();
    json.addProperty(json.has("scriptLang") ? "tbelDecoder" : "decoder", js);
    return engine.uplink(
        new ConverterDefinition("4711", "Hall", json.toString(), Optional.of(platform), 2));
  }

  private static Conversion<EntityData> convert(
      UplinkConverter converter, String message, Map<String, String> metadata) {
    return converter
        .convert(message.getBytes(StandardCharsets.UTF_8), metadata, "device")
        .toCompletableFuture()
        .join();
  }

  private static EntityData one(UplinkConverter converter, String message) {
    List<EntityData> items = convert(converter, message, Map.of("integrationName", "Yard")).items();
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private EntityData one(String configuration, String js) {
    return one(converter("LORIOT", configuration, js), MESSAGE);
  }

  private ConverterException failure(String configuration, String js, String message) {
    UplinkConverter converter = converter("LORIOT", configuration, js);
    return (ConverterException)
        catchThrowableOfType(CompletionException.class, () -> convert(converter, message, Map.of()))
            .getCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHIRPSTACK | object                         | {\"temperature\":26.10,\"humidity\":32}   |"
            + " 4/262 | 2  | 0101010101010101 | 1658136855775",
        "TTN        | uplink_message.decoded_payload | {\"temperature\":1.0,\"luminosity\":0.64} |"
            + " 3/417 | 15 | 0004A30B001C0530 | 1581520545123",
        "TTI        | uplink_message.decoded_payload | {\"temperature\":1.0,\"luminosity\":0.64} |"
            + " 3/417 | 15 | 0004A30B001C0530 | 1581520545123",
        "LORIOT     | decoded                        | {\"level\":2}                             |"
            + " 4/385 | 8  | 4786C58B0056003B | 1556112212562",
        "THINGPARK  | DevEUI_uplink.payload          | {\"temperature\":24}                      |"
            + " 4/340 | 1  | 0018B20000000BEE | 1734427015911",
        "TPE        | DevEUI_uplink.payload          | {\"temperature\":24}                      |"
            + " 4/340 | 1  | 0018B20000000BEE | 1734427015911",
      })
  void eachPlatformInBothFormsAndLanguages(
      String platform, String decoded, String json, String bytes, int port, String eui, long ts) {
    String named = "{\"type\": \"DEVICE\", \"name\": \"Sensor $eui\"";
    UplinkConverter js = converter(platform, named + "}", JS);
    UplinkConverter tbel = converter(platform, named + ", \"scriptLang\": \"TBEL\"}", TBEL);
    String whole = Samples.of(platform).toString();
    String binary = Samples.without(platform, decoded).toString();
    for (UplinkConverter each : List.of(js, tbel)) {
      assertThat(one(each, whole)).isEqualTo(expected(json, port, eui, ts));
      assertThat(one(each, binary)).isEqualTo(expected(bytes, port, eui, ts));
    }
  }

  private static EntityData expected(String got, int port, String eui, long ts) {
    boolean digits = eui.chars().allMatch(Character::isDigit);
    return new EntityData(
        EntityKind.DEVICE,
        "Sensor " + eui,
        "default",
        "",
        "",
        "",
        Optional.of(
            List.of(
                new TimedValues(ts, Map.of("got", Value.of(got), "port", Value.of((long) port))))),
        Optional.of(
            Map.of(
                "eui",
                digits ? Value.of(Long.parseLong(eui)) : Value.of(eui),
                "integration",
                Value.of("Yard"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"return null;", "return;", "return [];", "return 'text';"})
  void nothingToSend(String js) {
    assertThat(convert(converter("LORIOT", "{name: 'n'}", js), MESSAGE, Map.of()).items())
        .isEmpty();
  }

  @Test
  void metadataKeepsItsTypes() {
    assertThat(
            one(
                    "{}",
                    "return {name: [typeof metadata.ts, typeof metadata.fPort, typeof metadata.ack,"
                        + " typeof metadata.eui].join(' ')};")
                .name())
        .isEqualTo("number number boolean string");
  }

  @Test
  void theTenantsMetadataWinsAndAllOfItIsTold() {
    UplinkConverter converter =
        converter("LORIOT", "{name: '$eui $toa'}", "return {label: metadata.bat};");
    Conversion<EntityData> conversion =
        convert(converter, MESSAGE, Map.of("eui", "mine", "site", "north"));
    assertThat(conversion.items().get(0).name()).isEqualTo("mine 61");
    assertThat(conversion.items().get(0).label()).isEqualTo("254");
    assertThat(conversion.metadata())
        .containsEntry("eui", "mine")
        .containsEntry("site", "north")
        .containsEntry("devEui", "4786C58B0056003B")
        .containsEntry("fCnt", "795")
        .containsEntry("rssi", "-109")
        .containsEntry("ts", "1556112212562")
        .containsEntry("payloadFormat", "JSON");
  }

  @Test
  void aPayloadOfAnotherKindFailsTheMessageOnly() {
    ConverterException failure = failure("{name: 'n'}", "return {};", "21.5,secret");
    assertThat(failure.kind()).isEqualTo(Kind.SCRIPT);
    assertThat(failure.reason())
        .startsWith(
            "A converter dedicated to LORIOT takes a payload that is a JSON object, as that")
        .contains("but got text that is no JSON (line 1, column ")
        .doesNotContain("secret");
    UplinkConverter converter = converter("LORIOT", "{name: 'n'}", "return {};");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> convert(converter, "x", Map.of())).hasMessageContaining("no JSON");
    }
    assertThat(one(converter, MESSAGE).name()).isEqualTo("n");
  }

  @Test
  void whatIsUnwrappedCountsInTheSizeOfTheArguments() {
    String message = "{\"decoded\": \"" + "x".repeat(80_000) + "\"}";
    ConverterException failure = failure("{name: 'n'}", "return {};", message);
    assertThat(failure.kind()).isEqualTo(Kind.SIZE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{type: 'ROOM'}      | The key 'type' of the converter's configuration must be DEVICE or"
            + " ASSET, but is ROOM",
        "{name: {}}          | The key 'name' of the converter's configuration must be a text",
        "{telemetry: 'rssi'} | The key 'telemetry' of the converter's configuration must be an"
            + " array of key names",
        "{attributes: [{}]}  | 'attributes' must hold key names only, but holds {}",
      })
  void unusableConfigurations(String configuration, String expected) {
    assertThatThrownBy(() -> converter("LORIOT", configuration, "return {};"))
        .isInstanceOfSatisfying(
            ConverterException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(failure.reason()).isEqualTo(expected);
            });
  }

  @Test
  void anUnsupportedTypeNamesTheConverter() {
    assertThatThrownBy(() -> converter("SIGFOX", "{}", "return {};"))
        .isInstanceOf(ConverterException.class)
        .hasMessageStartingWith("Converter 'Hall': Unsupported integrationType: SIGFOX. ");
  }

  @Test
  void recognisedWithoutAVersion() {
    String configuration =
        "{\"name\": \"$eui\", \"type\": \"DEVICE\", \"decoder\": \"return {};\"}";
    UplinkConverter converter =
        engine.uplink(
            new ConverterDefinition("4711", "Hall", configuration, Optional.of("LORIOT"), 0));
    assertThat(one(converter, MESSAGE).name()).isEqualTo("4786C58B0056003B");
  }

  @Test
  void versionOneIsGeneric() {
    String configuration =
        "{\"name\": \"$eui\", \"type\": \"DEVICE\", \"decoder\":"
            + " \"return {deviceName: String(payload.length)};\"}";
    UplinkConverter converter =
        engine.uplink(
            new ConverterDefinition("4711", "Hall", configuration, Optional.of("LORIOT"), 1));
    assertThat(one(converter, MESSAGE).name()).isEqualTo(String.valueOf(MESSAGE.length()));
  }
}
