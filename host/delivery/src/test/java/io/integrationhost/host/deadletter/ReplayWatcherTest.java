package io.integrationhost.host.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.remote.FragmentContent;
import io.integrationhost.remote.FragmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayWatcherTest {

  private static final Duration OFTEN = Duration.ofMillis(10);

  @TempDir private Path data;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final List<String> appended = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void deliversInOrderWhatIsAskedForAndRemovesIt() throws IOException {
    Letters.file(
        data, Letters.refused("yard", 1), Letters.refused("yard", 0), Letters.refused("hall", 0));
    try (ReplayWatcher watcher = watcher(this::store)) {
      watcher.start(OFTEN);
      replayAll();
      await().until(() -> Letters.all(data).size() == 1);
    }
    assertThat(appended).containsExactly("Sensor 0", "Sensor 1");
    assertThat(Letters.names(data)).containsExactly("hall 20260131T235959123Z replay");
  }

  @Test
  void aHostThatIsStartedLaterFindsThem() throws IOException {
    Letters.file(data, Letters.refused("yard", 0));
    replayAll();
    try (ReplayWatcher watcher = watcher(this::store)) {
      watcher.start(OFTEN);
      await().until(() -> Letters.all(data).isEmpty());
    }
    assertThat(appended).containsExactly("Sensor 0");
  }

  @Test
  void aLetterStaysUntilItsItemIsStoredAndIsAppendedOnceMeanwhile() throws IOException {
    Letters.file(data, Letters.refused("yard", 0));
    replayAll();
    List<CompletableFuture<Void>> pending = new CopyOnWriteArrayList<>();
    AtomicInteger rounds = new AtomicInteger();
    try (ReplayWatcher watcher =
        watcher(
            item -> {
              CompletableFuture<Void> stage = new CompletableFuture<>();
              pending.add(stage);
              return stage;
            })) {
      watcher.start(OFTEN);
      await().until(() -> pending.size() == 1);
      var unused =
          executor.scheduleWithFixedDelay(
              rounds::incrementAndGet, 0, 10, java.util.concurrent.TimeUnit.MILLISECONDS);
      await().until(() -> rounds.get() > 20);
      assertThat(pending).hasSize(1);
      assertThat(Letters.all(data)).hasSize(1);
      pending.get(0).complete(null);
      await().until(() -> Letters.all(data).isEmpty());
    }
  }

  @Test
  void aCrashBeforeTheItemIsStoredLosesNothing() throws IOException {
    Letters.file(data, Letters.refused("yard", 0));
    replayAll();
    try (ReplayWatcher crashed = watcher(item -> counted(new CompletableFuture<>()))) {
      crashed.start(OFTEN);
      await().until(() -> calls.get() == 1);
    }
    try (ReplayWatcher watcher = watcher(this::store)) {
      watcher.start(OFTEN);
      await().until(() -> Letters.all(data).isEmpty());
    }
    assertThat(appended).containsExactly("Sensor 0");
  }

  @Test
  void triesAgainWhenTheItemCannotBeStored() throws IOException {
    Letters.file(data, Letters.refused("yard", 0));
    replayAll();
    try (ReplayWatcher watcher =
        watcher(
            item -> {
              int call = calls.incrementAndGet();
              if (call == 1) {
                throw new IllegalStateException("at once");
              }
              return call == 2
                  ? CompletableFuture.failedFuture(new IllegalStateException("later"))
                  : store(item);
            })) {
      watcher.start(OFTEN);
      await().until(() -> Letters.all(data).isEmpty());
    }
    assertThat(appended).containsExactly("Sensor 0");
  }

  @Test
  void whatCannotBeDeliveredIsPutBack() throws IOException {
    DeadLetter payloadOnly =
        DeadLetter.notConverted(
            "yard", Letters.TIME, "script", new OriginalPayload(new byte[1], Map.of()));
    Letters.file(data, payloadOnly, Letters.refused("yard", 1), Letters.refused("yard", 2));
    replayAll();
    FiledLetter damaged = Letters.all(data).get(1);
    Files.writeString(
        data.resolve("dead-letters/yard/replay").resolve(damaged.id().text() + ".json"), "?");
    try (ReplayWatcher watcher = watcher(this::store)) {
      watcher.start(OFTEN);
      await().until(() -> Letters.all(data).stream().noneMatch(FiledLetter::awaitsReplay));
    }
    assertThat(appended).containsExactly("Sensor 2");
    assertThat(Letters.names(data))
        .containsExactly("yard 20260131T235959123Z", "yard 20260201T000000123Z");
  }

  @Test
  void manyLettersTakeSeveralRounds() throws IOException {
    List<DeadLetter> many = new ArrayList<>();
    for (int second = 0; second < 250; second++) {
      many.add(Letters.refused("yard", second));
    }
    Letters.file(data, many.toArray(DeadLetter[]::new));
    replayAll();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (ReplayWatcher watcher = watcher(item -> counted(gate))) {
      watcher.start(OFTEN);
      await().until(() -> calls.get() == 100);
      gate.complete(null);
      await().until(() -> Letters.all(data).isEmpty());
    }
    assertThat(calls).hasValue(250);
  }

  private CompletionStage<?> store(byte[] item) {
    if (new FragmentReader().read(item) instanceof FragmentContent.Entity entity) {
      appended.add(entity.data().name());
    }
    return CompletableFuture.completedFuture(1L);
  }

  private CompletionStage<?> counted(CompletionStage<?> stage) {
    calls.incrementAndGet();
    return stage;
  }

  private ReplayWatcher watcher(Function<byte[], CompletionStage<?>> append) {
    return new ReplayWatcher("yard", data, append, executor);
  }

  private void replayAll() throws IOException {
    DeadLetterArchive archive = new DeadLetterArchive(data);
    for (FiledLetter letter : archive.letters()) {
      assertThat(archive.replay(letter)).isTrue();
    }
  }
}
