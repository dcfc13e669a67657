package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.spool.HookedDisk.Operation;
import io.integrationhost.spool.SpoolHealth.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/**
 * An Error that is thrown once, at any place where the spool uses a disk, a thread or a listener,
 * stops nothing. The system property {@code spool.error.every} is 1 for all places.
 */
class ErrorTest {

  private static final int EVERY = Integer.getInteger("spool.error.every", 9);
  private static final long LIMIT = 20;
  private static final int SEGMENT = 400;
  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(8 * SEGMENT).withSegmentBytes(SEGMENT);

  private final MemoryDisk memory = new MemoryDisk();
  private final HookedDisk disk = new HookedDisk(memory);

  /** What a spool has promised and handed out. */
  private static final class Log {

    private final String name;
    private final SpoolOptions options;
    private final TreeSet<Long> stored = new TreeSet<>();
    private final TreeSet<Long> read = new TreeSet<>();
    private long trimmed;
    private ReadingLog spool;

    Log(String name, SpoolOptions options) {
      this.name = name;
      this.options = options;
    }
  }

  @Test
  void anErrorAtAnyPlaceStopsNothing() throws Exception {
    int places = run(Integer.MAX_VALUE);
    assertThat(places).isGreaterThan(100);
    for (int place = 1 + places % EVERY; place <= places; place += EVERY) {
      run(place);
    }
  }

  /** Throws at that place; returns how many there were. */
  private static int run(int place) throws Exception {
    MemoryDisk memory = new MemoryDisk();
    HookedDisk disk = new HookedDisk(memory);
    AtomicInteger places = new AtomicInteger();
    List<String> thrown = new ArrayList<>();
    disk.before(
        (operation, path) -> {
          if (places.incrementAndGet() == place) {
            thrown.add(operation + " " + path);
            throw new OutOfMemoryError("a test: " + operation + " " + path);
          }
        });
    SpoolOptions interval =
        OPTIONS.withDurability(Durability.INTERVAL).withInterval(Duration.ofMillis(5));
    List<Log> logs =
        List.of(new Log("yard", OPTIONS), new Log("hall", OPTIONS), new Log("shed", interval));
    SpoolStore store = twice(() -> open(disk));
    try {
      for (Log log : logs) {
        log.spool = twice(() -> store.open(log.name, log.options));
      }
      for (int round = 0; round < 12; round++) {
        appendToAll(logs);
        for (Log log : logs) {
          readAndTrim(log, round % 3 == 2);
        }
      }
      for (Log log : logs) {
        String label = log.name + ", error at " + thrown;
        soon(label).until(() -> readAndTrim(log, false).containsAll(log.stored));
        log.trimmed = log.stored.last() + 1;
        trim(log);
        soon(label).until(() -> log.spool.stats().diskBytes() <= 2 * SEGMENT);
        assertThat(log.spool.stats().records()).as(label).isZero();
        assertThat(log.spool.stats().waiting()).as(label).isZero();
        assertThat(log.spool.stats().losses()).as(label).isEqualTo(SpoolLosses.NONE);
      }
      soon("error at " + thrown).until(() -> isWellAfterAppends(logs));
    } finally {
      store.close();
    }
    disk.before((operation, path) -> {});
    try (SpoolStore again = open(new HookedDisk(memory.afterKill()))) {
      for (Log log : logs) {
        Opened opened = new Opened(again, again.open(log.name, log.options));
        assertThat(opened.readPositions())
            .as(log.name + ", error at " + thrown)
            .containsAll(log.stored.tailSet(log.trimmed));
      }
    }
    return places.get();
  }

  private static boolean isWellAfterAppends(List<Log> logs) throws Exception {
    appendToAll(logs);
    return logs.stream().allMatch(log -> log.spool.stats().health().state() == State.OK);
  }

  private static ConditionFactory soon(String label) {
    return await(label).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
  }

  private static SpoolStore open(HookedDisk disk) {
    return SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC(), System::nanoTime, disk.janitor());
  }

  private interface Opening<T> {
    T open();
  }

  /** The error may hit the first attempt. */
  private static <T> T twice(Opening<T> opening) {
    try {
      return opening.open();
    } catch (OutOfMemoryError e) {
      return opening.open();
    }
  }

  /** Until all have stored one: what fails is appended again, as a device does. */
  private static void appendToAll(List<Log> logs) throws Exception {
    List<Log> open = new ArrayList<>(logs);
    while (!open.isEmpty()) {
      List<CompletableFuture<Long>> appends = new ArrayList<>();
      for (Log log : open) {
        appends.add(append(log));
      }
      List<Log> failed = new ArrayList<>();
      for (int i = 0; i < appends.size(); i++) {
        try {
          open.get(i).stored.add(appends.get(i).get(LIMIT, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
          failed.add(open.get(i));
        }
      }
      open = failed;
    }
  }

  private static CompletableFuture<Long> append(Log log) {
    try {
      return log.spool.append(new byte[90]).toCompletableFuture();
    } catch (OutOfMemoryError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Set<Long> readAndTrim(Log log, boolean trim) {
    for (StoredRecord entry : log.spool.read(2, 1000)) {
      log.read.add(entry.position());
    }
    if (trim && !log.read.isEmpty()) {
      log.trimmed = log.read.last() + 1;
      trim(log);
    }
    return log.read;
  }

  private static void trim(Log log) {
    try {
      log.spool.trimTo(log.trimmed);
    } catch (OutOfMemoryError e) {
      log.spool.trimTo(log.trimmed);
    }
  }

  @Test
  void anErrorOfOneSpoolIsNoneOfTheOthers() throws Exception {
    try (SpoolStore store = open(disk)) {
      List<ReadingLog> spools = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        spools.add(store.open("spool " + i, OPTIONS));
      }
      CountDownLatch allWait = new CountDownLatch(1);
      CountDownLatch storing = new CountDownLatch(1);
      AtomicBoolean failed = new AtomicBoolean();
      disk.before(
          (operation, path) -> {
            if (operation == Operation.WRITE && path.toString().contains("spool%200")) {
              storing.countDown();
              ReadFaultTest.pass(allWait);
            }
            boolean last = path.toString().contains("spool%203");
            if (operation == Operation.WRITE && last && failed.compareAndSet(false, true)) {
              throw new OutOfMemoryError("a test");
            }
          });
      CompletableFuture<Long> first = spools.get(0).append(new byte[9]).toCompletableFuture();
      ReadFaultTest.pass(storing);
      List<CompletableFuture<Long>> others = new ArrayList<>();
      for (ReadingLog spool : spools) {
        others.add(spool.append(new byte[9]).toCompletableFuture());
      }
      allWait.countDown();
      assertThat(first.get(LIMIT, TimeUnit.SECONDS)).isZero();
      for (int i = 0; i < 3; i++) {
        assertThat(others.get(i).get(LIMIT, TimeUnit.SECONDS)).isEqualTo(i == 0 ? 1 : 0);
      }
      assertThatThrownBy(() -> others.get(3).get(LIMIT, TimeUnit.SECONDS))
          .hasMessageContaining("'spool 3'")
          .hasMessageContaining("OutOfMemoryError");
      for (ReadingLog spool : spools) {
        assertThat(spool.append(new byte[9]).toCompletableFuture().get(LIMIT, TimeUnit.SECONDS))
            .isNotNegative();
        assertThat(spool.stats().health().state()).isEqualTo(State.OK);
      }
    }
  }

  @Test
  void aRecordWaitsWhenItsFailureFailsToo() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 1);
      AtomicInteger errors = new AtomicInteger();
      disk.before(
          (operation, path) -> {
            boolean writing = operation == Operation.WRITE || operation == Operation.TRUNCATE;
            if (writing
                && path.toString().endsWith(SegmentFiles.SUFFIX)
                && errors.incrementAndGet() <= 2) {
              throw new OutOfMemoryError("a test");
            }
          });
      assertThat(log.append(Opened.content(1)).get(LIMIT, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(errors.get()).isGreaterThan(2);
      assertThat(log.readPositions()).containsExactly(0L, 1L);
    }
  }

  @Test
  void anErrorOfTheListenerIsNotTheLastItHears() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      AtomicInteger told = new AtomicInteger();
      log.spool()
          .onReadable(
              () -> {
                if (told.incrementAndGet() == 1) {
                  throw new OutOfMemoryError("a test");
                }
              });
      log.appendAll(0, 1);
      await().until(() -> told.get() == 2);
      assertThat(log.readPositions()).containsExactly(0L);
    }
  }

  @Test
  void anErrorOfTheListenerOfAMemorySpoolIsNotTheLastItHears() {
    MemorySpool spool = new MemorySpool("yard", 100, 10, 2);
    AtomicInteger told = new AtomicInteger();
    spool.onReadable(
        () -> {
          if (told.incrementAndGet() == 1) {
            throw new OutOfMemoryError("a test");
          }
        });
    assertThat(spool.append(new byte[1]).toCompletableFuture()).isCompletedWithValue(0L);
    assertThat(spool.append(new byte[1]).toCompletableFuture()).isCompletedWithValue(1L);
    assertThat(told).hasValue(2);
  }

  @Test
  void aDiskThatDoesNotAnswerIsSaidAndStatsDoNotWaitForIt() throws Exception {
    AtomicInteger seconds = new AtomicInteger();
    CountDownLatch answers = new CountDownLatch(1);
    SpoolOptions interval =
        OPTIONS.withDurability(Durability.INTERVAL).withInterval(Duration.ofMillis(5));
    try (SpoolStore store =
        SpoolStore.open(
            Opened.ROOT,
            disk,
            Clock.systemUTC(),
            () -> TimeUnit.SECONDS.toNanos(seconds.get()),
            disk.janitor())) {
      Opened log = new Opened(store, store.open("yard", interval));
      log.appendAll(0, 10);
      log.spool().trimTo(5);
      CountDownLatch storing = new CountDownLatch(1);
      disk.before(
          (operation, path) -> {
            if (Thread.currentThread().getName().startsWith("spool-committer")) {
              storing.countDown();
            }
            if (operation != Operation.TASK) {
              ReadFaultTest.pass(answers);
            }
          });
      CompletableFuture<Long> waiting = log.append(new byte[1]);
      CompletableFuture<List<StoredRecord>> reading =
          CompletableFuture.supplyAsync(() -> log.spool().read(5, 1000));
      ReadFaultTest.pass(storing);
      seconds.set(30);
      await().until(() -> log.spool().stats().health().state() == State.FAILED);
      SpoolStats stats = log.spool().stats();
      assertThat(stats.health().reason()).contains("has not answered for 30 s");
      assertThat(stats.records()).isEqualTo(5);
      assertThat(stats.oldest()).isPresent();
      assertThat(waiting).isNotDone();
      answers.countDown();
      assertThat(waiting.get(LIMIT, TimeUnit.SECONDS)).isEqualTo(10);
      assertThat(reading.get(LIMIT, TimeUnit.SECONDS)).isNotEmpty();
      await().until(() -> log.spool().stats().health().state() == State.OK);
    }
  }
}
