package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An Error, thrown once anywhere on the way of a call, costs that call and no other. */
final class ErrorAtASeamTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ConverterLimits LIMITS =
      ConverterLimits.defaults()
          .with(
              new ConverterLimits.Budget(
                  Duration.ofSeconds(30), Duration.ofMillis(300), Duration.ofMillis(50), 1L << 30))
          .with(new ConverterLimits.Pool(1, 10));

  private enum Seam {
    CHECK,
    ARGUMENTS,
    WARM_UP,
    OPEN,
    ALLOWANCE,
    CALL,
    READ,
    SUCCEEDED,
    FAILED,
    CLOSE,
    INTERRUPT
  }

  private final AtomicReference<Seam> armed = new AtomicReference<>();
  private final Dispatcher dispatcher = new Dispatcher(10);
  private final Workers workers = new Workers(LIMITS, dispatcher, 2);
  private ScriptQueue queue;

  /** Throws if it is the one that is armed, and then no more. */
  private void pass(Seam seam) {
    if (armed.compareAndSet(seam, null)) {
      throw new OutOfMemoryError("thrown by a test at " + seam);
    }
  }

  @BeforeEach
  void start() {
    workers.start();
    ScriptLanguage language = new Language();
    queue =
        new ScriptQueue(
            "queue",
            Direction.DOWNLINK,
            language,
            language.script("", Direction.DOWNLINK),
            new Judging());
    dispatcher.open(queue);
  }

  @AfterEach
  void stop() {
    workers.close();
  }

  private CompletableFuture<?> call(String script) {
    return Converters.perform(dispatcher, queue, new TestCall(script));
  }

  @ParameterizedTest
  @EnumSource(Seam.class)
  void theNextCallGoesThrough(Seam seam) {
    assertThat(call("good")).succeedsWithin(PATIENCE);
    armed.set(seam);
    if (seam == Seam.OPEN || seam == Seam.WARM_UP) {
      assertThat(call("broken")).failsWithin(PATIENCE);
    }
    assertThat(call(scriptThatPasses(seam)))
        .satisfies(call -> await().atMost(PATIENCE).until(call::isDone));
    assertThat(armed).hasNullValue();
    for (int i = 0; i < 3; i++) {
      assertThat(call("good")).succeedsWithin(PATIENCE);
    }
    await().atMost(PATIENCE).until(() -> queue.running == 0);
    assertThat(workers.status()).isEqualTo(new EngineStatus(1, 0, 0, 0));
  }

  private static String scriptThatPasses(Seam seam) {
    return switch (seam) {
      case FAILED, CLOSE -> "broken";
      case INTERRUPT -> "endless";
      case SUCCEEDED -> "slow";
      default -> "good";
    };
  }

  private Run<?> begun() {
    Run<?> run = new Run<>(queue, new TestCall("good"), null);
    run.begin(Allowance.of(LIMITS.budget()), 0);
    return run;
  }

  @Test
  void aRunThatNobodyCouldStopIsStoppedLater() {
    Run<?> run = begun();
    ScriptFailure breach = new ScriptFailure(Kind.TIMEOUT, "late");
    assertThat(run.stop(breach)).isTrue();
    assertThat(run.stop(breach)).isFalse();
    run.notStopped();
    assertThat(run.breach()).isNull();
    assertThat(run.stop(breach)).isTrue();
  }

  @Test
  void memoryThatTheHostLacksIsNotChargedToTheScript() {
    armed.set(Seam.ARGUMENTS);
    assertThat(call("good"))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(ConverterException.class)
        .satisfies(
            thrown ->
                assertThat(((ConverterException) thrown.getCause()).kind())
                    .isEqualTo(Kind.OVERLOADED));
  }

  @Test
  void timeInWhichTheProcessStoodStillIsNotTheScripts() {
    Run<?> run = begun();
    long still = Duration.ofMillis(10).toNanos();
    await().until(() -> run.elapsedNanos() > still);
    long start = System.nanoTime();
    long before = run.elapsedNanos();
    run.stoodStill(still);
    long counted = run.elapsedNanos() - before;
    assertThat(counted).isLessThanOrEqualTo(System.nanoTime() - start - still);
    run.stoodStill(Duration.ofHours(1).toNanos());
    assertThat(run.elapsedNanos()).isNotNegative();
  }

  @Test
  void aRunThatEndedMeanwhileWaitsForNobody() {
    Run<?> run = begun();
    run.stop(new ScriptFailure(Kind.TIMEOUT, "late"));
    CompletableFuture<Void> finished = CompletableFuture.runAsync(() -> run.finish(60_000));
    run.notStopped();
    assertThat(finished).succeedsWithin(PATIENCE);
  }

  private final class Judging implements Judge {
    @Override
    public void check(String source) {
      pass(Seam.CHECK);
    }

    @Override
    public Allowance allowance(ConverterLimits.Budget usual) {
      pass(Seam.ALLOWANCE);
      return Allowance.of(usual);
    }

    @Override
    public void succeeded(long nanos) {
      pass(Seam.SUCCEEDED);
    }

    @Override
    public void failed(ScriptFailure failure, String source, long cost) {
      pass(Seam.FAILED);
    }

    @Override
    public void lost() {}
  }

  private final class Language implements ScriptLanguage {
    @Override
    public void warmUp() {
      pass(Seam.WARM_UP);
    }

    @Override
    public ConverterLimits.Sizes sizes() {
      return LIMITS.sizes();
    }

    @Override
    public Script script(String body, Direction direction) {
      return () -> {
        pass(Seam.OPEN);
        return new TestRealm();
      };
    }

    @Override
    public void close() {}
  }

  private final class TestRealm implements ScriptLanguage.Realm {
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public ScriptResult call(ScriptArguments arguments) {
      pass(Seam.CALL);
      String script = ((DownlinkArguments) arguments).request().message();
      if (script.equals("broken")) {
        throw new ScriptFailure(Kind.INTERNAL, "broken");
      }
      if (!script.equals("good")) {
        await(script.equals("slow") ? 100 : 60_000);
      }
      return null;
    }

    private void await(long millis) {
      try {
        var unused = interrupted.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new ScriptFailure(Kind.SCRIPT, "interrupted");
      }
    }

    @Override
    public void interrupt(long graceMillis) {
      interrupted.countDown();
      pass(Seam.INTERRUPT);
    }

    @Override
    public void close() {
      pass(Seam.CLOSE);
    }
  }

  private final class TestCall extends Call<String> {
    private final String script;

    TestCall(String script) {
      super("device");
      this.script = script;
    }

    @Override
    ScriptArguments arguments() {
      pass(Seam.ARGUMENTS);
      return DownlinkArguments.of(new DownlinkRequest(script, Map.of(), "", Map.of()));
    }

    @Override
    Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    List<String> read(ScriptResult output) {
      pass(Seam.READ);
      return List.of();
    }
  }
}
