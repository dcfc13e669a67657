package io.integrationhost.host.deadletter;

import static org.awaitility.Awaitility.await;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.UplinkCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tests of dead letters have in common. */
final class Letters {

  static final Instant TIME = Instant.parse("2026-01-31T23:59:59.123Z");

  private Letters() {}

  static byte[] item(String device) {
    return new UplinkCodec()
        .encode(
            new EntityData(
                EntityKind.DEVICE,
                device,
                "thermometer",
                "",
                "",
                "",
                Optional.of(
                    List.of(new TimedValues(TIME.toEpochMilli(), Map.of("t", Value.of(21.5))))),
                Optional.of(Map.of("serial", Value.of("SN-1")))));
  }

  static DeadLetter refused(String integration, int second) {
    return DeadLetter.refused(
        integration, TIME.plusSeconds(second), "no such profile", item("Sensor " + second));
  }

  /** A payload that could not be converted. */
  static DeadLetter payload(String integration, int second) {
    return DeadLetter.notConverted(
        integration,
        TIME.plusSeconds(second),
        "no number",
        new OriginalPayload(new byte[] {1, 2}, Map.of()));
  }

  /** Files letters as a host would. */
  static void file(Path data, DeadLetter... letters) {
    try (DeadLetterStore store = new DeadLetterStore(data, DeadLetterLimits.defaults())) {
      for (DeadLetter letter : letters) {
        store.add(letter);
      }
      await().until(() -> store.counts().stored() == letters.length);
    }
  }

  static List<FiledLetter> all(Path data) {
    try {
      return new DeadLetterArchive(data).letters();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Like "yard 20260131T235959123Z". */
  static List<String> names(Path data) {
    return all(data).stream()
        .map(
            letter ->
                letter.integration()
                    + " "
                    + letter.id().text().substring(0, 19)
                    + (letter.awaitsReplay() ? " replay" : ""))
        .toList();
  }
}
