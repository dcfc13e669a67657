package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.entity.EntityData;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the threads when calls cannot be interrupted. */
final class WorkersTest {
  private static final ConverterLimits LIMITS =
      ConverterLimits.defaults()
          .with(
              new ConverterLimits.Budget(
                  Duration.ofSeconds(30), Duration.ofMillis(400), Duration.ofMillis(30), 1L << 30))
          .with(new ConverterLimits.Pool(1, 10));

  private static final ConverterLimits.Budget LONGER =
      new ConverterLimits.Budget(
          Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMillis(300), 1L << 30);

  private final Dispatcher dispatcher = new Dispatcher(10);
  private final Workers workers = new Workers(LIMITS, dispatcher, 2);
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void start() {
    workers.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    workers.close();
  }

  private CompletableFuture<List<EntityData>> call(ScriptLanguage language) {
    return call(dispatcher, language);
  }

  private static CompletableFuture<List<EntityData>> call(
      Dispatcher dispatcher, ScriptLanguage language) {
    ScriptQueue queue =
        new ScriptQueue(
            "queue",
            Direction.UPLINK,
            language,
            language.script("", Direction.UPLINK),
            new Verdict(LIMITS.errors(), Direction.UPLINK, System::nanoTime));
    dispatcher.open(queue);
    UplinkCall call =
        new UplinkCall(
            new byte[0], Map.of(), "device", new ResultParser(LIMITS.values(), Clock.systemUTC()));
    return Converters.perform(dispatcher, queue, call).thenApply(Conversion::items);
  }

  private CompletableFuture<List<EntityData>> stuck() {
    return call(new StubLanguage(() -> new DeafRealm(end)));
  }

  private CompletableFuture<List<EntityData>> good() {
    return call(new StubLanguage(() -> new DeafRealm(new CountDownLatch(0))));
  }

  private static void fails(CompletableFuture<?> call, Kind kind) {
    assertThat(call)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ConverterException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void aLostWorkerIsReplacedTwice() {
    for (int i = 1; i <= 2; i++) {
      fails(stuck(), Kind.TIMEOUT);
      assertThat(workers.status()).isEqualTo(new EngineStatus(1, 0, i, 0));
      assertThat(good()).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  @Test
  void withoutWorkersAllIsRefusedUntilOneComesBack() {
    fails(stuck(), Kind.TIMEOUT);
    fails(stuck(), Kind.TIMEOUT);
    CompletableFuture<?> third = stuck();
    CompletableFuture<?> behind = good();
    fails(third, Kind.TIMEOUT);
    fails(behind, Kind.OVERLOADED);
    assertThat(workers.status()).isEqualTo(new EngineStatus(0, 0, 3, 0));
    assertThat(good())
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withMessageContaining("All script workers are held");

    end.countDown();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> workers.status().equals(new EngineStatus(1, 0, 0, 0)));
    assertThat(good()).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void aCallThatGotNoProcessorAfterItWasStoppedIsNotLost() {
    Dispatcher own = new Dispatcher(10);
    Workers patient = new Workers(LIMITS.with(LONGER), own, 2);
    patient.start();
    try {
      fails(call(own, new StubLanguage(LateRealm::new)), Kind.TIMEOUT);
      assertThat(patient.status().lost()).isZero();
    } finally {
      assertThat(patient.close()).isTrue();
    }
  }

  @Test
  void closingReportsWhatStillRuns() {
    fails(stuck(), Kind.TIMEOUT);
    assertThat(workers.close()).isFalse();
  }

  /** Its call ends three graces after it was told to, without a processor until then. */
  private static final class LateRealm implements ScriptLanguage.Realm {
    private static final Duration LATE = LONGER.grace().multipliedBy(3);

    private final CountDownLatch told = new CountDownLatch(1);

    @Override
    public ScriptResult call(ScriptArguments arguments) {
      try {
        told.await();
        new CountDownLatch(1).await(LATE.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return null;
    }

    @Override
    public void interrupt(long graceMillis) {
      told.countDown();
    }

    @Override
    public void close() {}
  }

  /** A call ends when a latch opens, and not before. */
  private record DeafRealm(CountDownLatch end) implements ScriptLanguage.Realm {
    @Override
    public ScriptResult call(ScriptArguments arguments) {
      boolean ended = false;
      while (!ended) {
        try {
          end.await();
          ended = true;
        } catch (InterruptedException e) {
          // Deaf on purpose.
        }
      }
      return new ResultText("{\"deviceName\":\"good\"}");
    }

    @Override
    public void interrupt(long graceMillis) {}

    @Override
    public void close() {}
  }
}
