package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PermitsTest {

  private final Permits permits = new Permits(4);
  private final List<String> resumed = new ArrayList<>();

  private Permits.Waiter connection(String name) {
    return granted -> resumed.add(name);
  }

  private void fill() {
    for (int i = 0; i < 4; i++) {
      assertThat(permits.enter()).isTrue();
    }
    assertThat(permits.enter()).isFalse();
  }

  @Test
  void resumesInTheOrderOfWaiting() {
    fill();
    for (String name : List.of("a", "b", "c")) {
      permits.await(connection(name));
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
      assertThat(many.enter()).isTrue();
    }
    many.await(granted::add);
    many.leave(3);
    assertThat(granted).isEmpty();
    many.leave(1);
    assertThat(granted).containsExactly(4);
  }

  @Test
  void letsThoseWhoWaitGoBeforeThoseWhoCome() {
    fill();
    permits.await(connection("a"));
    permits.await(connection("b"));
    permits.leave(1);
    assertThat(permits.enter()).isFalse();
    permits.leave(1);
    assertThat(resumed).containsExactly("a", "b");
    permits.leave(1);
    assertThat(permits.enter()).isTrue();
  }

  @Test
  void goesOnToTheNextWhenOneIsGone() {
    fill();
    Permits.Waiter forgotten = connection("forgotten");
    permits.await(granted -> false);
    permits.await(forgotten);
    permits.await(connection("a"));
    permits.forget(forgotten);
    permits.leave(1);
    assertThat(resumed).containsExactly("a");
    permits.leave(1);
    assertThat(permits.enter()).isTrue();
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
              if (few.enter()) {
                taken.run();
              } else {
                few.await(
                    granted -> {
                      taken.run();
                      return true;
                    });
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
