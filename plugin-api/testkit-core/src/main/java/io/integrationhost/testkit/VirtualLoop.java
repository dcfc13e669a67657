package io.integrationhost.testkit;

import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An event loop that is the thread which made it, and whose time is a {@link ManualTime}. */
final class VirtualLoop extends ManualIoEventLoop {

  /** More than any test means to cause while no time passes. */
  private static final int MOST = 1_000_000;

  private final ManualTime time;

  VirtualLoop(ManualTime time) {
    super(null, Thread.currentThread(), LocalIoHandler.newFactory(), new Hand(time));
    this.time = time;
    time.moves(
        new Moved() {
          @Override
          public void run() {
            runAll();
          }

          @Override
          public Optional<Instant> next() {
            return nextTask();
          }
        });
  }

  /** Does everything that can be done now. */
  void runAll() {
    int done = 0;
    int last = runNow();
    while (last > 0) {
      done += last;
      if (done > MOST) {
        throw new AssertionError("there is no end of work while no time passes");
      }
      last = runNow();
    }
  }

  private Optional<Instant> nextTask() {
    long nanos = nextScheduledTaskNano();
    return nanos < 0 ? Optional.empty() : Optional.of(time.now().plusNanos(nanos));
  }

  /** The nanoseconds that have passed since the time began. */
  private static final class Hand implements Ticker {

    private final ManualTime time;
    private final Instant start;

    Hand(ManualTime time) {
      this.time = time;
      this.start = time.now();
    }

    @Override
    public long initialNanoTime() {
      return 0;
    }

    @Override
    public long nanoTime() {
      return Duration.between(start, time.now()).toNanos();
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
      throw new UnsupportedOperationException("a loop must not sleep");
    }
  }
}
