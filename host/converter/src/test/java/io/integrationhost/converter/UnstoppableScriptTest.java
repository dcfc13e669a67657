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
          + "Array.prototype.indexOf.call({length: 3e7}, 1); return {deviceName: 'done'};";

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

  @Test
  void itsIntegrationIsKnownAndEveryMessageIsCounted() {
    ConverterLimits inThreads =
        LIMITS.with(new ConverterLimits.Isolation(ConverterLimits.Isolation.Mode.THREAD, 1));
    try (Converters converters = new Converters(inThreads)) {
      IntegrationScripts scripts = converters.engine().integration("yard");
      ScriptCounters counters = new ScriptCounters();
      scripts.countIn(counters);
      UplinkConverter stuck = scripts.uplink(Converters.definition("stuck", STUCK));
      assertThat(Converters.name(stuck, "1")).isEqualTo("ok");
      CompletionStage<?> lost = Converters.start(stuck, "stuck");
      assertThat(lost.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
      assertThat(scripts.figures().lostThreads()).isEqualTo(1);
      assertThat(scripts.figures().processes()).isZero();
      assertThat(counters.uplinks().converted()).isEqualTo(1);
      assertThat(counters.uplinks().failed()).containsEntry(Kind.TIMEOUT, 1L);
      assertThat(counters.uplinks().cpuNanos()).isGreaterThan(200_000_000L);
      assertThat(converters.engine().integration("hall").figures().lostThreads()).isZero();
    }
  }
}
