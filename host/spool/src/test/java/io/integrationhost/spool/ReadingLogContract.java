package io.integrationhost.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What front and back of an integration rely on, whatever stands between them. */
public abstract class ReadingLogContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGE = 20_000;

  /** Holds more than ten large records, and not a hundred of them. */
  protected static final long BOUND = 1 << 20;

  @TempDir protected Path folder;

  private ReadingLog log;

  /** Opens the log of the test: with what it held when it was closed, if it outlives that. */
  protected abstract ReadingLog open();

  /** Whether what is stored is there after the log was closed and opened. */
  protected abstract boolean outlivesClosing();

  /** Ends what the implementation needs beside its logs. */
  protected void end() {}

  @BeforeEach
  void openIt() {
    log = open();
  }

  @AfterEach
  void closeIt() {
    log.close();
    end();
  }

  private void reopen() {
    log.close();
    log = open();
  }

  private CompletableFuture<Long> append(String text) {
    return log.append("device", text.getBytes(UTF_8)).toCompletableFuture();
  }

  private long store(String text) throws Exception {
    return append(text).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void storeAll(String... texts) throws Exception {
    for (String text : texts) {
      long unused = store(text);
    }
  }

  /** Reads until so many are there, as a reader does that is told when there is something. */
  private List<StoredRecord> read(int records) {
    List<StoredRecord> found = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              found.addAll(log.read(records - found.size(), Long.MAX_VALUE));
              return found.size() >= records;
            });
    return found;
  }

  private static List<String> texts(List<StoredRecord> records) {
    return records.stream().map(each -> new String(each.record(), UTF_8)).toList();
  }

  private static List<Long> positions(List<StoredRecord> records) {
    return records.stream().map(StoredRecord::position).toList();
  }

  @Test
  void recordsAreReadInTheOrderOfTheirAppends() throws Exception {
    List<CompletableFuture<Long>> stored = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      stored.add(append("r" + i));
    }
    CompletableFuture.allOf(stored.toArray(CompletableFuture<?>[]::new))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    List<StoredRecord> read = read(300);
    assertThat(texts(read)).isEqualTo(LongStream.range(0, 300).mapToObj(i -> "r" + i).toList());
    assertThat(positions(read)).isEqualTo(stored.stream().map(CompletableFuture::join).toList());
  }

  @Test
  void positionsGrowByOne() throws Exception {
    long first = store("a");
    assertThat(store("b")).isEqualTo(first + 1);
    log.trimTo(first + 2);
    assertThat(store("c")).isEqualTo(first + 2);
  }

  @Test
  void readingRemovesNothingAndRewindingGivesItAgain() throws Exception {
    storeAll("a", "b", "c");
    assertThat(texts(read(3))).containsExactly("a", "b", "c");
    assertThat(log.read(10, Long.MAX_VALUE)).isEmpty();
    assertThat(log.stats().records()).isEqualTo(3);
    log.rewind();
    assertThat(texts(read(3))).containsExactly("a", "b", "c");
  }

  @Test
  void trimmingRemovesWhatIsBeforeThePosition() throws Exception {
    storeAll("a", "b", "c", "d");
    long second = read(4).get(1).position();
    log.trimTo(second + 1);
    log.trimTo(second);
    assertThat(log.stats().records()).isEqualTo(2);
    log.rewind();
    assertThat(texts(read(2))).containsExactly("c", "d");
  }

  @Test
  void aReadTakesNoMoreThanAskedForButAlwaysOne() throws Exception {
    storeAll("x".repeat(60), "y".repeat(30), "z".repeat(30));
    await().atMost(PATIENCE).until(log::mayHaveUnread);
    List<StoredRecord> one = new ArrayList<>();
    await().atMost(PATIENCE).until(() -> one.addAll(log.read(5, 10)));
    assertThat(texts(one)).containsExactly("x".repeat(60));
    List<StoredRecord> two = new ArrayList<>();
    await().atMost(PATIENCE).until(() -> two.addAll(log.read(5, 45)));
    assertThat(texts(two)).containsExactly("y".repeat(30));
  }

  @Test
  void whatWasReceiptedIsThereAfterARestart() throws Exception {
    storeAll("a", "b", "c");
    log.trimTo(read(3).get(1).position());
    reopen();
    if (outlivesClosing()) {
      assertThat(texts(read(2))).containsExactly("b", "c");
      assertThat(log.read(10, Long.MAX_VALUE)).isEmpty();
      assertThat(log.stats().records()).isEqualTo(2);
    } else {
      assertThat(log.stats().records()).isZero();
    }
  }

  @Test
  void noPositionIsUsedAgainAfterARestart() throws Exception {
    storeAll("a", "b", "c");
    long last = read(3).get(2).position();
    log.trimTo(last + 1);
    reopen();
    assertThat(store("d")).isEqualTo(outlivesClosing() ? last + 1 : 0);
    assertThat(texts(read(1))).containsExactly("d");
  }

  @Test
  void aFullLogHasAppendsWaitUntilItIsTrimmed() throws Exception {
    String large = "x".repeat(LARGE);
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      appends.add(append(large));
    }
    await()
        .atMost(PATIENCE)
        .during(Duration.ofMillis(200))
        .until(() -> log.stats().waiting() > 0 && appends.get(10).isDone());
    assertThat(appends.get(99)).isNotDone();
    assertThat(log.stats().records() * LARGE).isLessThanOrEqualTo(BOUND);
    for (int i = 0; i < 10; i++) {
      List<StoredRecord> some = read(10);
      log.trimTo(some.get(9).position() + 1);
    }
    assertThat(appends).allSatisfy(each -> assertThat(each).succeedsWithin(PATIENCE));
    await().atMost(PATIENCE).until(() -> log.stats().records() == 0);
  }

  @Test
  void aReaderIsToldWhenThereIsSomethingAgain() throws Exception {
    AtomicInteger told = new AtomicInteger();
    log.onReadable(told::incrementAndGet);
    assertThat(log.read(10, Long.MAX_VALUE)).isEmpty();
    storeAll("a");
    await().atMost(PATIENCE).until(() -> told.get() > 0);
    assertThat(texts(read(1))).containsExactly("a");
    assertThat(log.read(10, Long.MAX_VALUE)).isEmpty();
    int before = told.get();
    storeAll("b");
    await().atMost(PATIENCE).until(() -> told.get() > before);
  }

  @Test
  void aReaderThatComesLateIsToldAtOnce() throws Exception {
    storeAll("a");
    AtomicInteger told = new AtomicInteger();
    log.onReadable(told::incrementAndGet);
    await().atMost(PATIENCE).until(() -> told.get() > 0);
  }

  @Test
  void aRecordThatCanNeverFitIsRefused() {
    CompletableFuture<Long> append =
        log.append("device", new byte[(int) BOUND * 8]).toCompletableFuture();
    assertThatThrownBy(() -> append.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .hasCauseInstanceOf(SpoolException.class);
    assertThat(log.stats().records()).isZero();
  }

  @Test
  void aClosedLogRefusesRecordsAndThoseThatWait() throws Exception {
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      appends.add(append("x".repeat(LARGE)));
    }
    await().atMost(PATIENCE).until(() -> appends.get(10).isDone());
    log.close();
    log.close();
    for (CompletableFuture<Long> append : List.of(appends.get(99), append("late"))) {
      assertThatThrownBy(() -> append.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(SpoolException.class);
    }
    assertThat(log.stats().health().state()).isEqualTo(SpoolHealth.State.CLOSED);
  }

  @Test
  void statisticsCountWhatIsStored() throws Exception {
    storeAll("abc", "defg");
    SpoolStats stats = log.stats();
    assertThat(stats.records()).isEqualTo(2);
    assertThat(stats.bytes()).isBetween(7L, 400L);
    assertThat(stats.appended()).isEqualTo(2);
    assertThat(stats.waiting()).isZero();
    assertThat(stats.health().state()).isEqualTo(SpoolHealth.State.OK);
    assertThat(stats.losses()).isEqualTo(SpoolLosses.NONE);
  }
}
