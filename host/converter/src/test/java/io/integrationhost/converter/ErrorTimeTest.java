package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What calls that were stopped cost their converter. */
final class ErrorTimeTest {

  private static ConverterLimits.Errors errors(Duration time) {
    return new ConverterLimits.Errors(100, 100, time, Duration.ofHours(1));
  }

  private static void refused(ConverterException failure, Kind kind, String reason) {
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).isEqualTo(reason);
  }

  @Test
  void endlessLoopsHaveLessTimeEachTimeAndSaySo() {
    ConverterLimits limits =
        Converters.TIGHT
            .with(errors(Duration.ofHours(1)))
            .with(Converters.TIGHT.budget().withCpuTime(Duration.ofMillis(800)));
    try (Converters converters = new Converters(limits)) {
      UplinkConverter loop = converters.script("loop", "for (;;);");
      refused(Converters.failure(loop, "x", "a"), Kind.TIMEOUT, "Script timeout!");
      refused(
          Converters.failure(loop, "x", "b"),
          Kind.TIMEOUT,
          "Script timeout! It had 400 ms instead of 800, as 1 call of this converter was stopped"
              + " within the last 3600 s");
      refused(
          Converters.failure(loop, "x", "a"),
          Kind.TIMEOUT,
          "Script timeout! It had 200 ms instead of 800, as 2 calls of this converter were stopped"
              + " within the last 3600 s");
      UplinkConverter other = converters.script("other", "for (;;);");
      refused(Converters.failure(other, "x", "a"), Kind.TIMEOUT, "Script timeout!");
    }
  }

  /** On a busy machine a call waits for its processor: that is not its fault. */
  @Test
  void aCallThatWaitsCostsNothing() {
    ConverterLimits limits =
        ConverterLimits.defaults()
            .with(errors(Duration.ofMillis(150)))
            .with(
                new ConverterLimits.Budget(
                    Duration.ofSeconds(30),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(30),
                    1L << 30))
            .with(new ConverterLimits.Pool(1, 10));
    Dispatcher dispatcher = new Dispatcher(10);
    Workers workers = new Workers(limits, dispatcher, 2);
    workers.start();
    try {
      ScriptLanguage waiting = new StubLanguage(() -> new WaitingRealm(new CountDownLatch(1)));
      Verdict verdict = new Verdict(limits.errors(), Direction.UPLINK, System::nanoTime);
      ScriptQueue queue =
          new ScriptQueue(
              "waiting", Direction.UPLINK, waiting, waiting.script("", Direction.UPLINK), verdict);
      dispatcher.open(queue);
      assertThat(Stream.of("a", "b", "c"))
          .allSatisfy(
              source ->
                  assertThat(
                          Converters.perform(
                              dispatcher,
                              queue,
                              new UplinkCall(
                                  new byte[0],
                                  Map.of(),
                                  source,
                                  new ResultParser(limits.values(), Clock.systemUTC()))))
                      .failsWithin(Duration.ofSeconds(30))
                      .withThrowableThat()
                      .havingCause()
                      .isInstanceOf(ConverterException.class)
                      .withMessageEndingWith("Script timeout!"));
      assertThat(verdict.budget().errors()).isEqualTo(3);
      assertThat(verdict.budget().blocked()).isEmpty();
    } finally {
      workers.close();
    }
  }

  /** A call waits until it is interrupted. */
  private record WaitingRealm(CountDownLatch end) implements ScriptLanguage.Realm {
    @Override
    public ScriptResult call(ScriptArguments arguments) {
      try {
        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError("not interrupted by the realm", e);
      }
      throw new ScriptFailure(Kind.SCRIPT, "interrupted");
    }

    @Override
    public void interrupt(long graceMillis) {
      end.countDown();
    }

    @Override
    public void close() {}
  }
}
