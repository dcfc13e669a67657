package io.integrationhost.plugins.teltonika;

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

  @Test
  void servesThoseWhoWaitInTheirOrder() {
    var permits = new Permits(1);
    List<String> taken = new ArrayList<>();
    permits.take(() -> taken.add("first"));
    permits.take(() -> taken.add("second"));
    permits.take(() -> taken.add("third"));
    assertThat(taken).containsExactly("first");
    permits.giveBack();
    assertThat(taken).containsExactly("first", "second");
    permits.giveBack();
    permits.giveBack();
    permits.take(() -> taken.add("fourth"));
    assertThat(taken).containsExactly("first", "second", "third", "fourth");
  }

  @Test
  void neverGivesMoreThanThereAre() throws InterruptedException {
    var permits = new Permits(3);
    var held = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new CountDownLatch(2_000);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int i = 0; i < 2_000; i++) {
        threads.execute(
            () ->
                permits.take(
                    () -> {
                      most.accumulateAndGet(held.incrementAndGet(), Math::max);
                      threads.execute(
                          () -> {
                            held.decrementAndGet();
                            permits.giveBack();
                            done.countDown();
                          });
                    }));
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(most.get()).isBetween(1, 3);
      assertThat(held.get()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }
}
