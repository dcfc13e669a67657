package io.integrationhost.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemorySpoolTest {

  private final MemorySpool spool = new MemorySpool("yard", 100, 10, 2);

  @Test
  void readsInOrderAndTrims() {
    assertThat(append("a")).isCompletedWithValue(0L);
    assertThat(append("b")).isCompletedWithValue(1L);
    assertThat(append("c")).isCompletedWithValue(2L);

    assertThat(read(2)).containsExactly("a", "b");
    assertThat(read(2)).containsExactly("c");
    assertThat(read(2)).isEmpty();
    assertThat(spool.stats().records()).isEqualTo(3);
    assertThat(spool.stats().oldest()).isPresent();

    spool.trimTo(2);
    spool.trimTo(1);
    assertThat(spool.stats().records()).isEqualTo(1);
    spool.rewind();
    assertThat(read(5)).containsExactly("c");
    spool.trimTo(99);
    assertThat(spool.stats().bytes()).isZero();
    assertThat(spool.stats().oldest()).isEmpty();
    assertThat(append("d")).isCompletedWithValue(3L);
  }

  @Test
  void trimsWhatWasNotRead() {
    store("a");
    store("b");
    store("c");
    assertThat(read(1)).containsExactly("a");
    spool.trimTo(2);
    assertThat(read(5)).containsExactly("c");
  }

  @Test
  void readsOneRecordEvenWhenItIsLargerThanAsked() {
    store("x".repeat(60));
    store("y".repeat(30));
    assertThat(spool.read(5, 10)).hasSize(1);
    assertThat(spool.read(5, 30)).hasSize(1);
  }

  @Test
  void appendsWaitInOrderWhileFull() {
    store("x".repeat(60));
    CompletableFuture<Long> large = append("y".repeat(60));
    CompletableFuture<Long> small = append("z");
    assertThat(large).isNotDone();
    assertThat(small).as("keeps its place behind the large one").isNotDone();
    assertThat(spool.stats().waiting()).isEqualTo(2);
    assertThatThrownBy(() -> append("q").get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SpoolException.class)
        .hasMessageContaining("'yard' is full");

    spool.trimTo(1);
    assertThat(large).isCompletedWithValue(1L);
    assertThat(small).isCompletedWithValue(2L);
    assertThat(read(5)).containsExactly("y".repeat(60), "z");
  }

  @Test
  void boundsTheNumberOfRecords() {
    for (int i = 0; i < 10; i++) {
      assertThat(append("a")).isCompleted();
    }
    CompletableFuture<Long> waiting = append("a");
    assertThat(waiting).isNotDone();
    spool.trimTo(1);
    assertThat(waiting).isCompletedWithValue(10L);
  }

  @Test
  void refusesWhatNeverFits() {
    assertThat(append("x".repeat(101))).isCompletedExceptionally();
    assertThat(append("x".repeat(100))).isCompleted();
  }

  @Test
  void closeFailsWaitingAppendsAndRefusesNewOnes() {
    store("x".repeat(100));
    CompletableFuture<Long> waiting = append("y");
    spool.close();
    spool.close();
    assertThat(waiting).isCompletedExceptionally();
    assertThatThrownBy(() -> append("q").get()).hasMessageContaining("'yard' is closed");
    assertThat(read(5)).isEmpty();
    assertThat(spool.stats().health().state()).isEqualTo(SpoolHealth.State.CLOSED);
  }

  @Test
  void tellsTheReaderOncePerDrySpell() {
    AtomicInteger told = new AtomicInteger();
    store("a");
    spool.onReadable(told::incrementAndGet);
    assertThat(told).as("there was something to read").hasValue(1);
    store("b");
    assertThat(told).hasValue(1);
    read(1);
    assertThat(spool.mayHaveUnread()).isTrue();
    store("c");
    assertThat(told).as("the reader has not run dry").hasValue(1);
    read(5);
    assertThat(spool.mayHaveUnread()).as("all was taken").isFalse();
    store("d");
    assertThat(told).hasValue(2);
    assertThat(spool.mayHaveUnread()).isTrue();
    read(5);
    read(5);
    spool.rewind();
    assertThat(told).hasValue(3);
  }

  @Test
  void survivesATaskThatFails() {
    spool.onReadable(
        () -> {
          throw new IllegalStateException("task of the test");
        });
    assertThat(append("a")).isCompleted();
  }

  @Test
  void callbacksRunWithoutTheLock() throws Exception {
    store("x".repeat(100));
    CompletableFuture<Boolean> otherThreadGotIn = new CompletableFuture<>();
    spool
        .append(new byte[1])
        .thenRun(
            () -> {
              Thread other =
                  new Thread(() -> otherThreadGotIn.complete(spool.stats().waiting() == 0));
              other.start();
              otherThreadGotIn.join();
            });
    CompletableFuture.runAsync(() -> spool.trimTo(1)).get();
    assertThat(otherThreadGotIn).isCompletedWithValue(true);
  }

  private void store(String text) {
    assertThat(append(text)).isCompleted();
  }

  private CompletableFuture<Long> append(String text) {
    return spool.append(text.getBytes(UTF_8)).toCompletableFuture();
  }

  private List<String> read(int records) {
    List<String> texts = new ArrayList<>();
    spool
        .read(records, Long.MAX_VALUE)
        .forEach(entry -> texts.add(new String(entry.record(), UTF_8)));
    return texts;
  }
}
