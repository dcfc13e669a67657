package io.integrationhost.host.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.host.deadletter.LetterCounts.Stock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics know of letters, whoever takes them away. */
final class LetterCountsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  private static long letters(LetterCounts.Figures figures) {
    return figures.stock().map(Stock::letters).orElse(-1L);
  }

  @Test
  void whatAnEarlierRunLeftIsCountedAndWhatComesToo() throws Exception {
    Letters.file(data, Letters.payload("yard", 0), Letters.refused("yard", 1));
    try (DeadLetterStore store = new DeadLetterStore(data, DeadLetterLimits.defaults())) {
      LetterCounts counts = store.counts("yard");
      assertThat(counts.readings().stock()).isEmpty();
      store.look("yard");
      await().atMost(PATIENCE).until(() -> letters(counts.readings()) == 1);
      assertThat(letters(counts.payloads())).isEqualTo(1);
      assertThat(counts.payloads().added()).isZero();
      store.add(Letters.payload("yard", 2)).toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(letters(counts.payloads())).isEqualTo(2);
      assertThat(counts.payloads().added()).isEqualTo(1);
      assertThat(counts.payloads().stock().map(Stock::bytes))
          .contains(
              Letters.all(data).stream()
                  .filter(letter -> !letter.id().wasAcknowledged())
                  .mapToLong(FiledLetter::bytes)
                  .sum());
      store.look("hall");
      await().atMost(PATIENCE).until(() -> letters(store.counts("hall").readings()) == 0);
    }
    assertThat(data.resolve("dead-letters").resolve("hall")).doesNotExist();
  }

  @Test
  void oneThatGivesWayIsEvicted() throws Exception {
    try (DeadLetterStore store =
        new DeadLetterStore(data, new DeadLetterLimits(2, 1 << 20, 100, 1 << 20))) {
      for (int second = 0; second < 5; second++) {
        store.add(Letters.payload("yard", second)).toCompletableFuture().get(60, TimeUnit.SECONDS);
      }
      assertThat(letters(store.counts("yard").payloads())).isEqualTo(2);
      assertThat(store.counts("yard").payloads().evicted()).isEqualTo(3);
      assertThat(store.counts()).isEqualTo(new DeadLetterStore.Counts(5, 3, 0));
    }
  }

  @Test
  void replayedAndPurgedOnesAreToldApart() throws Exception {
    Letters.file(
        data, Letters.refused("yard", 0), Letters.refused("yard", 1), Letters.refused("yard", 2));
    ScheduledExecutorService storage = Executors.newSingleThreadScheduledExecutor();
    try (DeadLetterStore store = new DeadLetterStore(data, DeadLetterLimits.defaults());
        ReplayWatcher watcher =
            new ReplayWatcher(
                "yard",
                data,
                item -> CompletableFuture.completedFuture(1L),
                storage,
                store.counts("yard"))) {
      LetterCounts counts = store.counts("yard");
      store.look("yard");
      await().atMost(PATIENCE).until(() -> letters(counts.readings()) == 3);
      LetterFolder folder = LetterFolder.of(data, "yard");
      LetterId first = Letters.all(data).get(0).id();
      LetterId second = Letters.all(data).get(1).id();
      assertThat(folder.move(first, folder.replay())).isTrue();
      watcher.start(Duration.ofMillis(20));
      await().atMost(PATIENCE).until(() -> counts.readings().replayed() == 1);
      assertThat(folder.remove(second)).isTrue();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                store.look("yard");
                return letters(counts.readings()) == 1;
              });
      assertThat(counts.readings())
          .isEqualTo(new LetterCounts.Figures(counts.readings().stock(), 0, 1, 0, 1));
    } finally {
      storage.shutdownNow();
    }
  }
}
