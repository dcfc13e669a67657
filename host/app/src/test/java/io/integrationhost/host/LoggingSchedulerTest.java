package io.integrationhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoggingSchedulerTest {

  private final LoggingScheduler scheduler = new LoggingScheduler("test", 1);

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void aRepeatedTaskIsRunAgainWhateverItThrew() {
    AtomicInteger runs = new AtomicInteger();
    var delayed = scheduler.scheduleWithFixedDelay(() -> fail(runs), 0, 1, TimeUnit.MILLISECONDS);
    await().until(() -> runs.get() > 3);
    assertThat(delayed.cancel(false)).isTrue();
    AtomicInteger others = new AtomicInteger();
    var fixed = scheduler.scheduleAtFixedRate(() -> fail(others), 0, 1, TimeUnit.MILLISECONDS);
    await().until(() -> others.get() > 3);
    assertThat(fixed.cancel(false)).isTrue();
  }

  /** With a full memory a virtual machine hands out the same error again. */
  @Test
  void aRepeatedTaskIsRunAgainWhenTheLineFailsByTheSameError() {
    Full full = new Full();
    AtomicInteger runs = new AtomicInteger();
    var delayed =
        scheduler.scheduleWithFixedDelay(
            () -> {
              runs.incrementAndGet();
              throw full;
            },
            0,
            1,
            TimeUnit.MILLISECONDS);
    await().until(() -> runs.get() > 3);
    assertThat(delayed.cancel(false)).isTrue();
  }

  private static final class Full extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    @Override
    public StackTraceElement[] getStackTrace() {
      throw this;
    }
  }

  private static void fail(AtomicInteger runs) {
    if (runs.incrementAndGet() == 1) {
      throw new OutOfMemoryError("once");
    }
    throw new IllegalStateException("always");
  }

  @Test
  void itsThreadsExistFromTheStart() {
    assertThat(scheduler.getPoolSize()).isOne();
  }
}
