package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/**
 * What one reading costs: one turn of the delivery and no timer; and none is forgotten for it. More
 * readings: {@code -Dlone-readings=1000000}.
 */
final class LoneReadingTest {

  private static final int READINGS = Integer.getInteger("lone-readings", 4_000);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReadingLog spool = new MemorySpool("test", 1 << 24, 100_000, 10);
  private final DeliveryCounters counters = new DeliveryCounters();

  @Test
  void takesOneTurnAndItsGoodAnswerNone() {
    ManualTime time = new ManualTime();
    ScriptedLink link = new ScriptedLink(8);
    start(link, time, time::nanoTime);
    time.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      append(i);
      assertThat(time.waiting()).as("the turn").isOne();
      time.pass(Duration.ZERO);
      assertThat(link.sent()).hasSize(i + 1);
      assertThat(time.waiting()).as("no timer").isZero();
      link.accept();
      assertThat(spool.stats().records()).isZero();
      assertThat(time.waiting()).isZero();
      time.pass(Duration.ofMillis(10));
    }
    assertThat(counters.snapshot().delivered()).isEqualTo(3);
  }

  @Test
  void anAnswerThatMakesRoomHasTheNextOnesSent() {
    ManualTime time = new ManualTime();
    ScriptedLink link = new ScriptedLink(1);
    start(link, time, time::nanoTime);
    append(0);
    time.pass(Duration.ofSeconds(1));
    append(1);
    time.pass(Duration.ofSeconds(1));
    assertThat(link.sent()).hasSize(1);
    link.accept();
    time.pass(Duration.ZERO);
    assertThat(link.sent()).containsExactly(List.of(0), List.of(1));
  }

  @Test
  void aRefusalIsNotDealtWithOnTheAnsweringThread() {
    ManualTime time = new ManualTime();
    ScriptedLink link = new ScriptedLink(8);
    start(link, time, time::nanoTime);
    append(0);
    time.pass(Duration.ZERO);
    link.refuse("database away");
    assertThat(time.waiting()).isOne();
    assertThat(spool.stats().records()).isOne();
  }

  /** No timer would find a reading that was forgotten: it would never arrive. */
  @Test
  void noneIsForgotten() {
    ScheduledExecutorService delivery = Executors.newScheduledThreadPool(1);
    ScheduledExecutorService server = Executors.newScheduledThreadPool(1);
    Random random = new Random(3);
    AtomicInteger sent = new AtomicInteger();
    try {
      start(
          new UplinkSender() {
            @Override
            public boolean isWritable() {
              return true;
            }

            @Override
            public CompletionStage<UplinkAnswer> send(List<byte[]> items) {
              sent.addAndGet(items.size());
              return CompletableFuture.supplyAsync(UplinkAnswer.Accepted::new, server);
            }
          },
          delivery,
          System::nanoTime);
      for (int i = 0; i < READINGS; i++) {
        append(i);
        long until = System.nanoTime() + random.nextInt(50_000);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        if (random.nextInt(100) == 0) {
          // Longer than what is sent apart: a reading that leaves alone.
          LockSupport.parkNanos(random.nextInt(4_000_000));
        }
        if (random.nextInt(100) == 0) {
          int now = i + 1;
          await()
              .pollInterval(Duration.ofMillis(1))
              .atMost(PATIENCE)
              .until(() -> sent.get() == now);
        }
      }
      await().atMost(PATIENCE).until(() -> spool.stats().records() == 0);
      assertThat(counters.snapshot().delivered()).isEqualTo(READINGS);
    } finally {
      delivery.shutdownNow();
      server.shutdownNow();
    }
  }

  private void start(UplinkSender link, ScheduledExecutorService executor, LongSupplier nanoTime) {
    Deliverer deliverer =
        new Deliverer(
            "test",
            spool,
            link,
            new BatchSettings(10, 1 << 20),
            new Refusals(
                RefusalRules.standard(),
                SuspectStore.inMemory(),
                (item, reason) -> CompletableFuture.completedFuture(null)),
            counters,
            executor,
            nanoTime);
    spool.onReadable(deliverer::wake);
    deliverer.wake();
  }

  private void append(int reading) {
    var unused = spool.append(new byte[] {(byte) (reading % 90)}).toCompletableFuture().join();
  }
}
