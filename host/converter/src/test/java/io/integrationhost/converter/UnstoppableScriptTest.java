package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Operations inside the engine that nothing can interrupt. */
final class UnstoppableScriptTest {
  /** Ends by itself after some seconds at most, so that the test leaves no busy thread behind. */
  private static final String STUCK =
      "if (payload.length == 1) return {deviceName: 'ok'};"
          + "Array.prototype.indexOf.call({length: %s}, 1); return {deviceName: 'done'};";

  private static final ConverterLimits LIMITS =
      Converters.TIGHT.with(
          new ConverterLimits.Budget(
              Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(300), 64L << 30));

  @Test
  void isGivenUpBlockedAndReplaced() {
    try (Converters converters = new Converters(LIMITS)) {
      UplinkConverter good = converters.script("good", "return {deviceName: 'good'};");
      UplinkConverter stuck = converters.script("stuck", String.format(STUCK, "2 ** 53 - 1"));
      assertThat(Converters.name(stuck, "1")).isEqualTo("ok");

      CompletionStage<?> lost = Converters.start(stuck, "stuck");
      assertThat(Converters.name(good, "beside")).isEqualTo("good");
      assertThat(lost.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
      assertThat(converters.engine().status()).isEqualTo(new EngineStatus(2, 1, 0));

      ConverterException blocked = Converters.failure(stuck, "1");
      assertThat(blocked.kind()).isEqualTo(Kind.BLOCKED);
      assertThat(blocked.reason()).contains("could not be stopped");
      UplinkConverter corrected = converters.script("stuck", "return {deviceName: 'corrected'};");
      assertThat(Converters.name(corrected, "1")).isEqualTo("corrected");
      assertThat(Converters.name(good, "after")).isEqualTo("good");
    }
  }

  @Test
  void afterTwoTheThirdIsNotReplacedAndWithoutWorkersAllIsRefused() {
    try (Converters converters = new Converters(LIMITS)) {
      UplinkConverter good = converters.script("good", "return {deviceName: 'good'};");
      List<UplinkConverter> stuck = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        stuck.add(converters.script("stuck-" + i, String.format(STUCK, "1.5e9")));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(Converters.failure(stuck.get(i), "stuck").kind()).isEqualTo(Kind.TIMEOUT);
      }
      assertThat(converters.engine().status()).isEqualTo(new EngineStatus(1, 3, 0));
      assertThat(Converters.name(good, "x")).isEqualTo("good");
      CompletionStage<?> last = Converters.start(stuck.get(3), "stuck");
      CompletionStage<?> behind = Converters.start(good, "x");
      assertThat(last.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
      assertThat(behind.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
      assertThat(Converters.failure(good, "x").kind()).isEqualTo(Kind.OVERLOADED);

      await().atMost(Duration.ofMinutes(2)).until(() -> converters.engine().status().lost() == 0);
      await().until(() -> converters.engine().status().workers() == 2);
      assertThat(Converters.name(good, "x")).isEqualTo("good");
    }
  }
}
