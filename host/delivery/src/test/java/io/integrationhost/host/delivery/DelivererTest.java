package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DelivererTest {

  private final ReadingLog spool = new MemorySpool("test", 1 << 20, 1000, 10);
  private final ScriptedLink link = new ScriptedLink(2);
  private final DeliveryCounters counters = new DeliveryCounters();
  private final List<String> kept = Collections.synchronizedList(new ArrayList<>());
  private final List<String> deadLetters = Collections.synchronizedList(new ArrayList<>());
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private Deliverer deliverer = deliverer(RefusalRules.standard());

  private Deliverer deliverer(RefusalRules rules) {
    return new Deliverer(
        "test",
        spool,
        link,
        new BatchSettings(4, 1000),
        refusals(rules),
        counters,
        executor,
        System::nanoTime);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void sendsBatchesAndTrimsOnlyByAnswers() {
    append(0, 6);
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5));
    assertThat(spool.stats().records()).isEqualTo(6);
    link.accept();
    deliverer.wake();
    await().until(() -> spool.stats().records() == 2);
    link.accept();
    await().until(() -> spool.stats().records() == 0);
    assertThat(counters.snapshot().delivered()).isEqualTo(6);
  }

  @Test
  void respectsTheWindow() {
    append(0, 12);
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7));
    link.accept();
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9, 10, 11));
  }

  @Test
  void repeatsAfterALostSessionWhatWasNotAnsweredAndNothingElse() {
    append(0, 8);
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7));
    link.accept();
    await().until(() -> spool.stats().records() == 4);
    link.cut();
    link.connect();
    deliverer.wake();
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(4, 5, 6, 7));
    link.accept();
    await().until(() -> spool.stats().records() == 0);
    assertThat(counters.snapshot().resent()).isEqualTo(4);
  }

  @Test
  void aReadingLeavesAtOnceAndWhatFollowsCloselyLeavesTogether() {
    ScriptedLink wide = new ScriptedLink(1000);
    ReadingLog readings = new MemorySpool("test", 1 << 20, 1000, 10);
    Deliverer busy =
        new Deliverer(
            "test",
            readings,
            wide,
            new BatchSettings(1000, 100_000),
            refusals(RefusalRules.standard()),
            counters,
            executor,
            System::nanoTime);
    readings.onReadable(busy::wake);
    for (int i = 0; i < 50; i++) {
      readings.append(new byte[] {(byte) i}).toCompletableFuture().join();
      busy.wake();
    }
    await()
        .until(
            () -> wide.sent().stream().mapToInt(List::size).sum() == 50 && !wide.sent().isEmpty());
    assertThat(wide.sent().get(0)).startsWith(0);
    assertThat(wide.sent().stream().flatMap(List::stream).toList())
        .isEqualTo(IntStream.range(0, 50).boxed().toList());
    assertThat(wide.sent().size()).as("messages for 50 readings in a burst").isLessThan(50);
  }

  @Test
  void keepsTheOrderWhenTheLinkDoesNotSendAfterAll() {
    link.declineNext();
    append(0, 8);
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7));
  }

  @Test
  void dividesARefusedBatchUntilTheBadItemIsAlone() {
    append(0, 4);
    awaitSent(List.of(0, 1, 2, 3));
    link.refuse("bad value");
    awaitSent(List.of(0, 1, 2, 3), List.of(0, 1));
    link.accept();
    awaitSent(List.of(0, 1, 2, 3), List.of(0, 1), List.of(2, 3));
    link.refuse("bad value");
    awaitSent(List.of(0, 1, 2, 3), List.of(0, 1), List.of(2, 3), List.of(2));
    link.refuse("bad value");
    awaitSent(List.of(0, 1, 2, 3), List.of(0, 1), List.of(2, 3), List.of(2), List.of(3));
    link.accept();
    await().until(() -> spool.stats().records() == 0);
    assertThat(deadLetters).isEmpty();
    assertThat(kept).containsExactly("2 bad value");
    assertThat(counters.snapshot().delivered()).isEqualTo(3);
  }

  @Test
  void finishesARefusedBatchBeforeItSendsOthers() {
    append(0, 12);
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7));
    link.refuse("bad value");
    assertThat(link.sent()).hasSize(2);
    link.accept();
    awaitSent(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(0, 1));
    link.accept();
    link.awaitSentCount(4);
    link.accept();
    awaitSent(
        List.of(0, 1, 2, 3),
        List.of(4, 5, 6, 7),
        List.of(0, 1),
        List.of(2, 3),
        List.of(8, 9, 10, 11));
  }

  @Test
  void setsAsideARecordThatNoMessageCanCarry() {
    assertThat(spool.append(new byte[] {1})).isCompleted();
    assertThat(spool.append(new byte[] {ScriptedLink.UNSENDABLE})).isCompleted();
    assertThat(spool.append(new byte[] {2})).isCompleted();
    deliverer.wake();
    awaitSent(List.of(1));
    link.accept();
    awaitSent(List.of(1), List.of(2));
    link.accept();
    await().until(() -> spool.stats().records() == 0);
    assertThat(kept).containsExactly("99 too large");
  }

  @Test
  void waitsOutRateLimitsWithSmallerBatchesAndLosesNothing() {
    deliverer = deliverer(RefusalRules.standard().sooner(10));
    append(0, 4);
    awaitSent(List.of(0, 1, 2, 3));
    link.refuse("DEVICE rate limits reached!");
    awaitSent(List.of(0, 1, 2, 3), List.of(0, 1));
    link.refuse("DEVICE rate limits reached!");
    awaitSent(List.of(0, 1, 2, 3), List.of(0, 1), List.of(0));
    link.refuse("DEVICE rate limits reached!");
    awaitSent(List.of(0, 1, 2, 3), List.of(0, 1), List.of(0), List.of(0));
    link.accept();
    link.awaitSentCount(5);
    link.accept();
    link.awaitSentCount(6);
    link.accept();
    await().until(() -> spool.stats().records() == 0);
    assertThat(deadLetters).isEmpty();
    assertThat(counters.snapshot().delivered()).isEqualTo(4);
  }

  private Refusals refusals(RefusalRules rules) {
    return new Refusals(
        rules,
        new SuspectStore() {
          @Override
          public List<Kept> load() {
            return List.of();
          }

          @Override
          public CompletionStage<Void> keep(Kept suspect) {
            kept.add(suspect.records().get(0).record()[0] + " " + suspect.reason());
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public CompletionStage<Void> remove(Id id) {
            return CompletableFuture.completedFuture(null);
          }
        },
        (item, reason) -> {
          deadLetters.add(item[0] + " " + reason);
          return CompletableFuture.completedFuture(null);
        });
  }

  private void append(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(spool.append(new byte[] {(byte) i})).isCompleted();
    }
    deliverer.wake();
  }

  private void awaitSent(List<?>... batches) {
    List<List<?>> expected = List.of(batches);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(link.sent()).isEqualTo(expected));
  }
}
