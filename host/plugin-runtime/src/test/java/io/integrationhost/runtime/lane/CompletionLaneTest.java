package io.integrationhost.runtime.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every completion runs, soon and in its order, whatever the others do. */
final class CompletionLaneTest {

  private static final int COMPLETIONS = 20_000;
  private static final long PATIENCE_SECONDS = 30;

  private final CompletionLane lane =
      new CompletionLane("plugin-test-done", CompletionLaneTest.class.getClassLoader());

  @AfterEach
  void close() {
    lane.close(Duration.ofSeconds(10));
    assertThat(lane.thread().isAlive()).isFalse();
  }

  /** Nothing but its own wake-up would run a completion after which none comes. */
  @Test
  void noneIsForgotten() throws Exception {
    Random random = new Random(11);
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < COMPLETIONS; i++) {
      int number = i;
      lane.execute(() -> ran.add(number));
      long until = System.nanoTime() + random.nextInt(30_000);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      if (random.nextInt(200) == 0) {
        LockSupport.parkNanos(random.nextInt(2_000_000));
      }
      if (random.nextInt(20) == 0) {
        awaitAllBefore();
        assertThat(ran).hasSize(i + 1);
      }
    }
    awaitAllBefore();
    assertThat(ran).isEqualTo(IntStream.range(0, COMPLETIONS).boxed().toList());
  }

  @Test
  void anErrorAndAnInterruptAreNoEnd() throws Exception {
    lane.execute(
        () -> {
          throw new StackOverflowError("of a test");
        });
    lane.execute(() -> Thread.currentThread().interrupt());
    awaitAllBefore();
    lane.thread().interrupt();
    awaitAllBefore();
  }

  @Test
  void whatWaitsIsFinishedAtTheEnd() {
    CountDownLatch first = new CountDownLatch(1);
    List<Integer> ran = new ArrayList<>();
    lane.execute(
        () -> {
          try {
            first.await();
          } catch (InterruptedException e) {
            ran.add(-1);
          }
        });
    IntStream.range(0, 100).forEach(i -> lane.execute(() -> ran.add(i)));
    first.countDown();
    lane.close(Duration.ofSeconds(10));
    assertThat(ran).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  private void awaitAllBefore() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lane.execute(() -> done.complete(null));
    done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
