package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How often the watchdog looks; what it finds is tested where runs break their limits. */
final class WatchdogTest {
  private static final ConverterLimits LIMITS =
      ConverterLimits.defaults().with(new ConverterLimits.Pool(1, 10));
  private static final Duration WHILE = Duration.ofMillis(500);

  /** Half of what it is to be, so that only looks at each run or at each tick are too many. */
  private static final long SHORTEST_PACE_MILLIS = 12;

  private final Dispatcher dispatcher = new Dispatcher(10);

  @Test
  void runsThatDoNotLastAreLookedAtRarely() {
    Set<Long> others = watchdogs();
    Workers workers = new Workers(LIMITS, dispatcher, 1);
    workers.start();
    try {
      Set<Long> own = watchdogs();
      own.removeAll(others);
      assertThat(own).hasSize(1);
      long id = own.iterator().next();
      long before = waits(id);
      long begun = System.nanoTime();
      int runs = 0;
      while (System.nanoTime() - begun < WHILE.toNanos()) {
        convert();
        runs++;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertThat(runs).isPositive();
      assertThat(waits(id) - before).isLessThan(5 + millis / SHORTEST_PACE_MILLIS);
    } finally {
      workers.close();
    }
  }

  private void convert() {
    StubLanguage language = new StubLanguage(IdleRealm::new);
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
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo(List.of());
    dispatcher.close(queue).forEach(ScriptLanguage.Realm::discard);
  }

  private static Set<Long> watchdogs() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("converter-watchdog"))
        .map(Thread::getId)
        .collect(Collectors.toSet());
  }

  private static long waits(long thread) {
    return ManagementFactory.getThreadMXBean().getThreadInfo(thread).getWaitedCount();
  }

  /** Returns nothing, at once. */
  private static final class IdleRealm implements ScriptLanguage.Realm {
    @Override
    public ScriptResult call(ScriptArguments arguments) {
      return null;
    }

    @Override
    public void interrupt(long graceMillis) {}

    @Override
    public void close() {}
  }
}
