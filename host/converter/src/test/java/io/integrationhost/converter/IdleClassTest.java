package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A run that takes long makes way for others, and the runs after it do not. */
final class IdleClassTest {
  private static final ConverterLimits LIMITS =
      ConverterLimits.defaults()
          .with(
              new ConverterLimits.Budget(
                  Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(1), 1L << 50))
          .with(new ConverterLimits.Pool(1, 10));

  /** As /proc/PID/stat counts, from behind the name; see proc(5). */
  private static final int POLICY = 38;

  private static final String OTHER = "0";
  private static final String IDLE = "5";

  private final Dispatcher dispatcher = new Dispatcher(10);

  /** What the thread of each run was in at its end. */
  private final BlockingQueue<String> policies = new LinkedBlockingQueue<>();

  private static String policy() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[POLICY];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(ScriptLanguage.Realm realm) {
    StubLanguage language = new StubLanguage(() -> realm);
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
    assertThat(Converters.perform(dispatcher, queue, call).thenApply(Conversion::items))
        .succeedsWithin(Duration.ofSeconds(60))
        .isEqualTo(List.of());
  }

  private String policyOf(long atLeastNanos, String atTheEnd) throws InterruptedException {
    run(new ComputingRealm(atLeastNanos, atTheEnd));
    return policies.poll(0, TimeUnit.SECONDS);
  }

  @Test
  void aLongRunEntersItAndTheNextOneHasAThreadThatIsNotInIt() throws InterruptedException {
    Optional<IdleClass> idle = IdleClass.ofSystem();
    assumeTrue(idle.isPresent(), "this system has no idle class, or no chrt");
    Workers workers = new Workers(LIMITS, dispatcher, 1, idle);
    workers.start();
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(policyOf(0, IDLE)).isEqualTo(IDLE);
        assertThat(policyOf(0, OTHER)).isEqualTo(OTHER);
      }
      assertThat(workers.close()).isTrue();
    } finally {
      workers.close();
    }
  }

  @Test
  void workersOfAHostStayAsTheyAre() throws InterruptedException {
    assumeTrue(IdleClass.ofSystem().isPresent(), "this system has no idle class, or no chrt");
    Workers workers = new Workers(LIMITS, dispatcher, 1);
    workers.start();
    try {
      assertThat(policyOf(TimeUnit.MILLISECONDS.toNanos(400), OTHER)).isEqualTo(OTHER);
    } finally {
      workers.close();
    }
  }

  /** Computes for a while, and until its thread is in a class. */
  private final class ComputingRealm implements ScriptLanguage.Realm {
    private final long atLeastNanos;
    private final String atTheEnd;

    ComputingRealm(long atLeastNanos, String atTheEnd) {
      this.atLeastNanos = atLeastNanos;
      this.atTheEnd = atTheEnd;
    }

    @Override
    public ScriptResult call(ScriptArguments arguments) {
      long begun = System.nanoTime();
      String policy = policy();
      while (System.nanoTime() - begun < atLeastNanos
          || (!policy.equals(atTheEnd)
              && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(50))) {
        policy = policy();
      }
      policies.add(policy);
      return null;
    }

    @Override
    public void interrupt(long graceMillis) {}

    @Override
    public void close() {}
  }
}
