package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Operations inside the engine that nothing can interrupt. */
final class UnstoppableScriptTest {
  /**
   * Not to be interrupted, but it ends after some seconds of computing, so that the test leaves no
   * busy thread behind.
   */
  private static final String STUCK =
      "if (payload.length == 1) return {deviceName: 'ok'};"
          + "Array.prototype.indexOf.call({length: 1e8}, 1); return {deviceName: 'done'};";

  private static final ConverterLimits LIMITS =
      Converters.TIGHT.with(
          new ConverterLimits.Budget(
              Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(100), 64L << 30));

  @Test
  void isGivenUpBlockedAndReplaced() {
    try (Converters converters = new Converters(LIMITS)) {
      UplinkConverter good = converters.script("good", "return {deviceName: 'good'};");
      UplinkConverter stuck = converters.script("stuck", STUCK);
      assertThat(Converters.name(stuck, "1")).isEqualTo("ok");

      CompletionStage<?> lost = Converters.start(stuck, "stuck");
      assertThat(Converters.name(good, "beside")).isEqualTo("good");
      assertThat(lost.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
      assertThat(converters.engine().status()).isEqualTo(new EngineStatus(2, 0, 1, 0));

      ConverterException blocked = Converters.failure(stuck, "1");
      assertThat(blocked.kind()).isEqualTo(Kind.BLOCKED);
      assertThat(blocked.reason()).contains("could not be stopped");
      UplinkConverter corrected = converters.script("stuck", "return {deviceName: 'corrected'};");
      assertThat(Converters.name(corrected, "1")).isEqualTo("corrected");
      assertThat(Converters.name(good, "after")).isEqualTo("good");
    }
  }
}
