package io.integrationhost.host.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MemoryWatchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicInteger halts = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final LastResort lastResort =
      new LastResort(Duration.ofSeconds(30), halts::incrementAndGet);
  private long now;
  private Optional<String> trouble = Optional.empty();
  private final MemoryWatch watch = new MemoryWatch(() -> now, PATIENCE, lastResort);

  private void pass(Duration time) {
    now += time.toNanos();
    watch.look();
  }

  @Test
  void troubleIsToldWhileItLastsAndRecoveredFrom() {
    watch.watch("test", () -> trouble);
    pass(Duration.ofSeconds(1));
    assertThat(watch.problem()).isEmpty();
    trouble = Optional.of("no heap");
    pass(Duration.ofSeconds(1));
    assertThat(watch.problem()).contains("no heap");
    pass(PATIENCE.minusMillis(1));
    trouble = Optional.empty();
    pass(Duration.ofSeconds(1));
    assertThat(watch.problem()).isEmpty();
    trouble = Optional.of("again");
    pass(Duration.ofSeconds(1));
    pass(PATIENCE.minusMillis(1));
    assertThat(halts).hasValue(0);
  }

  @Test
  void troubleThatLastsEndsTheProcessInGoodOrder() {
    CountDownLatch close = new CountDownLatch(1);
    lastResort.closes(
        () -> {
          close.await();
          closed.set(true);
        });
    watch.watch("test", () -> Optional.of("no threads"));
    pass(Duration.ofSeconds(1));
    pass(PATIENCE);
    assertThat(halts).hasValue(0);
    close.countDown();
    await().until(() -> halts.get() == 1);
    assertThat(closed).isTrue();
  }

  @Test
  void anErrorOfAProbeIsTrouble() {
    AtomicBoolean empty = new AtomicBoolean(true);
    watch.watch(
        "test",
        () -> {
          if (empty.get()) {
            throw new OutOfMemoryError("thrown by a test");
          }
          return Optional.empty();
        });
    pass(Duration.ofSeconds(1));
    assertThat(watch.problem()).contains("memory or threads ran out (test)");
    empty.set(false);
    pass(Duration.ofSeconds(1));
    assertThat(watch.problem()).isEmpty();
  }

  @Test
  void whateverOneProbeFindsOrThrowsTheOthersAreAsked() {
    AtomicInteger mended = new AtomicInteger();
    watch.watch("finds", () -> Optional.of("found"));
    watch.watch(
        "throws",
        () -> {
          throw new StackOverflowError("thrown by a test");
        });
    watch.watch(
        "mends",
        () -> {
          mended.incrementAndGet();
          return Optional.empty();
        });
    pass(Duration.ofSeconds(1));
    assertThat(mended).hasValue(1);
    assertThat(watch.problem()).contains("found");
  }

  @Test
  void aHostThatDoesNotCloseIsEndedAllTheSame() {
    LastResort impatient = new LastResort(Duration.ofMillis(50), halts::incrementAndGet);
    impatient.closes(() -> new CountDownLatch(1).await());
    impatient.end("test");
    await().until(() -> halts.get() == 1);
  }

  @Test
  void thisProcessHasHeapMemoryForTheNetworkAndThreads() {
    assertThat(new HeapProbe().get()).isEmpty();
    assertThat(new DirectMemoryProbe().get()).isEmpty();
    assertThat(new ThreadProbe().get()).isEmpty();
  }

  @Test
  void anEssentialThreadThatHasDiedIsMissed() throws InterruptedException {
    EssentialThreads probe = new EssentialThreads();
    assertThat(probe.get()).isEmpty();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "link-timer-test");
    thread.start();
    assertThat(probe.get()).isEmpty();
    end.countDown();
    thread.join();
    assertThat(probe.get()).contains("the thread 'link-timer', which is needed, has died");
  }
}
