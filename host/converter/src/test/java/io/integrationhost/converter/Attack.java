package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One harmful script that runs beside a neighbour who must not notice. */
record Attack(Converters converters, UplinkConverter neighbour) {

  static Attack on(Converters converters, UplinkConverter neighbour) {
    return new Attack(converters, neighbour);
  }

  void isStopped(String body, Kind kind, String reason) {
    isStopped(
        converters.script("attacker", "if (payload.length == 1) return {deviceName: 'ok'};" + body),
        kind,
        reason);
  }

  void isStoppedInTbel(String body, Kind kind, String reason) {
    isStopped(
        converters.tbel(
            "attacker", "if (payload.length == 1) { return {deviceName: 'ok'}; } " + body),
        kind,
        reason);
  }

  private void isStopped(UplinkConverter converter, Kind kind, String reason) {
    try (UplinkConverter attacker = converter) {
      CompletionStage<?> attack = Converters.start(attacker, "attack");
      assertThat(Converters.name(neighbour, "beside")).isEqualTo("N6");
      assertThat(attack.toCompletableFuture())
          .failsWithin(Duration.ofSeconds(40))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              ConverterException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(kind);
                assertThat(failure.reason()).startsWith(reason);
                assertThat(failure.converter()).isEqualTo("attacker");
              });
      assertThat(Converters.name(attacker, "1")).isEqualTo("ok");
    }
  }
}
