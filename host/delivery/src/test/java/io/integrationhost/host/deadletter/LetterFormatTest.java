package io.integrationhost.host.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LetterFormatTest {

  private final LetterFormat format = new LetterFormat();
  private final LetterId id = LetterId.of(Letters.refused("yard", 0), 7);

  @Test
  void anIdIsOneWhateverTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
    try {
      LetterId made = LetterId.of(Letters.refused("yard", 0), 12);
      assertThat(made.text()).endsWith("Z-000012");
      assertThat(LetterId.parse(made.text())).contains(made);
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void everyFieldComesBack() {
    DeadLetter letter =
        new DeadLetter(
            "yard",
            Instant.parse("2026-01-31T23:59:59.123456789Z"),
            DeadLetter.Kind.CONVERTER,
            "ü \"quoted\" <b>",
            Optional.of(new byte[] {0, -1, 127}),
            Optional.of(new OriginalPayload(new byte[] {1, 2}, Map.of("ip", "::1", "a", ""))));

    DeadLetter read = format.read(format.write(id, letter));

    assertThat(read).usingRecursiveComparison().isEqualTo(letter);
  }

  @Test
  void whatIsNotKnownStaysAbsent() {
    DeadLetter read = format.read(format.write(id, Letters.refused("yard", 0)));

    assertThat(read.kind()).isEqualTo(DeadLetter.Kind.REFUSED_BY_SERVER);
    assertThat(read.item().orElseThrow()).isEqualTo(Letters.item("Sensor 0"));
    assertThat(read.payload()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"version\":2}",
        "{\"version\":null}",
        "{\"version\":\"x\"}",
        "{\"version\":1,\"integration\":\"a\",\"time\":\"never\",\"kind\":\"CONVERTER\",\"reason\":\"\"}",
        "{\"version\":1,\"integration\":\"a\",\"time\":\"2026-01-31T23:59:59Z\",\"kind\":\"?\",\"reason\":\"\"}",
        "{\"version\":1,\"integration\":\"a\",\"time\":\"2026-01-31T23:59:59Z\",\"kind\":\"CONVERTER\","
            + "\"reason\":\"\",\"item\":\"*\"}",
        "{\"version\":1,\"integration\":\"a\",\"time\":\"2026-01-31T23:59:59Z\",\"kind\":\"CONVERTER\","
            + "\"reason\":\"\",\"payload\":\"\",\"metadata\":[]}"
      })
  void anythingElseIsSaidToBeDamaged(String text) {
    assertThatThrownBy(() -> format.read(text.getBytes(UTF_8)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged or no dead letter");
  }

  @Test
  void idsSortByTimeThenSequence() {
    LetterId first = LetterId.of(Letters.refused("yard", 0), 2);
    LetterId second = LetterId.of(Letters.refused("yard", 0), 10);
    LetterId third = LetterId.of(Letters.refused("yard", 1), 0);
    LetterId payload = LetterId.of(Letters.payload("yard", 0), 2);

    assertThat(first.text()).isEqualTo("20260131T235959123Z-000002");
    assertThat(java.util.stream.Stream.of(third, second, first).sorted())
        .containsExactly(first, second, third);
    assertThat(LetterId.parse(first.text())).contains(first);
    assertThat(payload.text()).isEqualTo("20260131T235959123Z-000002p");
    assertThat(LetterId.parse(payload.text())).contains(payload);
    assertThat(LetterId.parse("../" + first.text())).isEmpty();
    assertThat(LetterId.parse("20261331T235959123Z-000002")).isEmpty();
  }

  @Test
  void longReasonsAreCutAndContentsAreNotTold() {
    DeadLetter letter = DeadLetter.refused("yard", Letters.TIME, "x".repeat(9000), new byte[3]);

    assertThat(letter.reason()).hasSize(DeadLetter.MAX_REASON + 3);
    assertThat(letter)
        .hasToString(
            "DeadLetter[yard, 2026-01-31T23:59:59.123Z, REFUSED_BY_SERVER, item of 3 bytes]");
  }
}
