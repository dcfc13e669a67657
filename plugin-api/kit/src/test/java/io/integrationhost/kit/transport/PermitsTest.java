package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PermitsTest {

  private final Permits permits = new Permits(4);
  private final List<String> resumed = new ArrayList<>();

  private Permits.Waiter connection(String name) {
    return granted -> resumed.add(name);
  }

  private void fill() {
    for (int i = 0; i < 4; i++) {
      assertThat(permits.enter(false)).isTrue();
    }
    assertThat(permits.enter(false)).isFalse();
  }

  @Test
  void resumesInTheOrderOfWaiting() {
    fill();
    for (String name : List.of("a", "b", "c")) {
      permits.await(connection(name), false);
    }
    assertThat(resumed).isEmpty();
    permits.leave(1);
    assertThat(resumed).containsExactly("a");
    permits.leave(2);
    assertThat(resumed).containsExactly("a", "b", "c");
  }

  @Test
  void givesSomeATurnOfMoreThanOne() {
    var many = new Permits(64);
    List<Integer> granted = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      assertThat(many.enter(false)).isTrue();
    }
    many.await(granted::add, false);
    many.leave(3);
    assertThat(granted).isEmpty();
    many.leave(1);
    assertThat(granted).containsExactly(4);
  }

  @Test
  void letsThoseWhoWaitGoBeforeThoseWhoCome() {
    fill();
    permits.await(connection("a"), false);
    permits.await(connection("b"), false);
    permits.leave(1);
    assertThat(permits.enter(false)).isFalse();
    permits.leave(1);
    assertThat(resumed).containsExactly("a", "b");
    permits.leave(1);
    assertThat(permits.enter(false)).isTrue();
  }

  @Test
  void goesOnToTheNextWhenOneIsGone() {
    fill();
    Permits.Waiter forgotten = connection("forgotten");
    permits.await(granted -> false, false);
    permits.await(forgotten, false);
    permits.await(connection("a"), false);
    permits.forget(forgotten);
    permits.leave(1);
    assertThat(resumed).containsExactly("a");
    permits.leave(1);
    assertThat(permits.enter(false)).isTrue();
  }

  @Test
  void whoHasNothingUnderWayComesFirstButNotForEver() {
    fill();
    List.of("flood 1", "flood 2").forEach(name -> permits.await(connection(name), false));
    List.of("a", "b", "c", "d").forEach(name -> permits.await(connection(name), true));
    for (int i = 0; i < 6; i++) {
      permits.leave(1);
    }
    assertThat(resumed).containsExactly("a", "b", "c", "flood 1", "d", "flood 2");
  }

  @Test
  void whoWaitsComesFirstWhenItHasNothingUnderWayAnyMore() {
    fill();
    Permits.Waiter drained = connection("drained");
    permits.await(connection("flood"), false);
    permits.await(drained, false);
    permits.await(drained, true);
    permits.leave(1);
    assertThat(resumed).containsExactly("drained");
  }

  private static int entered(Permits permits, boolean isQuiet) {
    int entered = 0;
    while (permits.enter(isQuiet)) {
      entered++;
    }
    return entered;
  }

  @Test
  void aSlowHostGetsLessAtOnceFromThoseWhoSendMuch() {
    var now = new AtomicLong();
    var slow = new Permits(8_000, now::get);
    assertThat(entered(slow, false)).isEqualTo(500);
    settle(slow, 500, now, 100);
    assertThat(entered(slow, false)).as("after a quick round").isEqualTo(1_000);
    settle(slow, 1_000, now, 300);
    assertThat(entered(slow, false)).as("after one that is bearable").isEqualTo(1_000);
    settle(slow, 1_000, now, 500);
    assertThat(entered(slow, false)).as("after a slow one").isEqualTo(500);
    assertThat(entered(slow, true)).as("quiet ones").isEqualTo(7_500);
  }

  private static void settle(Permits permits, int count, AtomicLong now, long ms) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    for (int i = 0; i < count; i++) {
      permits.settled();
    }
  }

  @Test
  void neverGivesMoreThanThereAre() throws InterruptedException {
    var few = new Permits(3);
    var held = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new CountDownLatch(2_000);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Runnable taken =
        () -> {
          most.accumulateAndGet(held.incrementAndGet(), Math::max);
          threads.execute(
              () -> {
                held.decrementAndGet();
                few.leave(1);
                done.countDown();
              });
        };
    try {
      for (int i = 0; i < 2_000; i++) {
        threads.execute(
            () -> {
              if (few.enter(false)) {
                taken.run();
              } else {
                few.await(
                    granted -> {
                      taken.run();
                      return true;
                    },
                    false);
              }
            });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(most.get()).isBetween(1, 3);
      assertThat(held.get()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }
}
