package io.integrationhost.runtime.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneSchedulerTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Lane lane = new Lane("plugin-x", getClass().getClassLoader());
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final LaneScheduler scheduler =
      new LaneScheduler("transport 'x'", lane, 5, (label, e) -> faults.add(label + ": " + e));

  @AfterEach
  void close() {
    lane.close(Duration.ofSeconds(1));
  }

  @Test
  void runsTasksOnTheLaneInOrder() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    scheduler.execute(() -> seen.add("one " + Thread.currentThread().getName()));
    assertThat(scheduler.submit(() -> "two").get(20, TimeUnit.SECONDS)).isEqualTo("two");
    assertThat(scheduler.schedule(() -> 3, 1, TimeUnit.MILLISECONDS).get(20, TimeUnit.SECONDS))
        .isEqualTo(3);
    assertThat(seen).containsExactly("one plugin-x");
  }

  @Test
  void aTaskThatFindsNoPlaceDoesNotCount() {
    lane.close(Duration.ofSeconds(1));
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> scheduler.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageNotContaining("tasks scheduled, which is the limit");
    }
  }

  @Test
  void repeatsUntilCancelled() {
    AtomicInteger rounds = new AtomicInteger();
    ScheduledFuture<?> task =
        scheduler.scheduleAtFixedRate(rounds::incrementAndGet, 0, 1, TimeUnit.MILLISECONDS);
    await().atMost(LONG).until(() -> rounds.get() > 3);
    assertThat(task.cancel(false)).isTrue();
    assertThat(task.isCancelled()).isTrue();
    assertThat(task.isDone()).isTrue();
  }

  @Test
  void aTaskThatThrowsIsReportedAndNotRepeated() {
    AtomicInteger rounds = new AtomicInteger();
    ScheduledFuture<?> task =
        scheduler.scheduleWithFixedDelay(
            () -> {
              rounds.incrementAndGet();
              throw new IllegalStateException("odd");
            },
            0,
            1,
            TimeUnit.MILLISECONDS);
    await().atMost(LONG).until(task::isDone);
    assertThat(rounds).hasValue(1);
    assertThat(faults)
        .containsExactly("a scheduled task of transport 'x': java.lang.IllegalStateException: odd");
  }

  @Test
  void cannotBeShutDownByThePlugin() {
    assertThatThrownBy(scheduler::shutdown)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("belongs to the host");
    assertThatThrownBy(scheduler::shutdownNow).isInstanceOf(UnsupportedOperationException.class);
    assertThat(scheduler.isShutdown()).isFalse();
    scheduler.execute(() -> {});
  }

  @Test
  void boundsWhatWaits() {
    for (int i = 0; i < 5; i++) {
      assertThat(scheduler.schedule(() -> {}, 1, TimeUnit.HOURS).isDone()).isFalse();
    }
    assertThatThrownBy(() -> scheduler.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("transport 'x' has 5 tasks scheduled, which is the limit; cancel some first");
  }

  @Test
  void cancelledAndFinishedTasksDoNotCount() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(scheduler.schedule(() -> {}, 1, TimeUnit.HOURS).cancel(false)).isTrue();
      assertThat(scheduler.submit(() -> 1).get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void cancelAllEndsEverythingOfThisTransportOnly() throws Exception {
    LaneScheduler other = new LaneScheduler("other", lane, 5, (label, e) -> {});
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ScheduledFuture<?> waiting = scheduler.schedule(() -> {}, 1, TimeUnit.HOURS);
    scheduler.execute(
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    scheduler.cancelAll();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting.isCancelled()).isTrue();
    assertThatThrownBy(() -> scheduler.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("transport 'x' has stopped");
    assertThat(other.submit(() -> 1).get(20, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void oneTaskCannotChangeTheContextClassLoaderOfTheNext() throws Exception {
    scheduler.execute(() -> Thread.currentThread().setContextClassLoader(null));
    assertThat(
            scheduler
                .submit(() -> Thread.currentThread().getContextClassLoader())
                .get(20, TimeUnit.SECONDS))
        .isSameAs(getClass().getClassLoader());
  }
}
