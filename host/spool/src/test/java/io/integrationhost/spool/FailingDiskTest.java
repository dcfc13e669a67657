package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.spool.HookedDisk.Operation;
import io.integrationhost.spool.SpoolHealth.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FailingDiskTest {

  private static final SpoolOptions OPTIONS = SpoolOptions.ofSize(1 << 20).withSegmentBytes(2000);

  private static final SpoolOptions LARGE =
      SpoolOptions.ofSize(80 << 20).withSegmentBytes(20 << 20);

  private static final byte[] MORE_THAN_RESERVED = new byte[1900];

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void aFullDiskMakesAppendsWait() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 10);
      disk.capacity(disk.used() + 40);
      CompletableFuture<Long> waiting = log.append(MORE_THAN_RESERVED);
      await(() -> health(log).state() == State.DISK_FULL);
      assertThat(health(log).reason()).contains("disk is full").contains("free space");
      assertThat(waiting).isNotDone();
      assertThat(log.spool().stats().waiting()).isEqualTo(1);
      assertThat(disk.afterKill().used()).as("nothing torn stays").isEqualTo(disk.used());

      disk.capacity(Long.MAX_VALUE);
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(10);
      assertThat(health(log).state()).isEqualTo(State.OK);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(11));
    }
    assertThat(reopened().losses()).isEqualTo(SpoolLosses.NONE);
  }

  @Test
  void aFullDiskThatStaysFullLosesNothingThatWasStored() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 10);
      disk.capacity(disk.used() + 40);
      CompletableFuture<Long> waiting = log.append(MORE_THAN_RESERVED);
      await(() -> health(log).state() == State.DISK_FULL);
      log.spool().close();
      assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
          .hasMessageContaining("'yard' is closed");
    }
    assertThat(reopened().records()).isEqualTo(10);
  }

  @Test
  void writesThatAreCutShortGoOn() throws Exception {
    disk.largestWrite(7);
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 100);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(100));
    }
    assertThat(reopened().losses()).isEqualTo(SpoolLosses.NONE);
  }

  @Test
  void aFailedSyncFailsItsRecordsAndLeavesTheFile() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 10);
      Path first = disk.all(SegmentFiles.SUFFIX).get(0);
      disk.forceFails(first::equals);
      assertThatThrownBy(() -> log.append(new byte[5]).get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SpoolException.class)
          .hasMessageContaining("'yard'")
          .hasMessageContaining("Input/output error");
      assertThat(health(log).state()).isEqualTo(State.FAILED);
      assertThat(health(log).reason()).contains("check the disk");

      log.appendAll(10, 20);
      assertThat(health(log).state()).isEqualTo(State.OK);
      assertThat(disk.all(SegmentFiles.SUFFIX)).hasSize(2);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(20));
    }
    MemoryDisk afterwards = disk.afterPowerLoss(new Random(1));
    try (Opened log = Opened.on(afterwards, OPTIONS)) {
      for (Entry entry : log.readAll()) {
        assertThat(entry.record()).isEqualTo(Opened.content(entry.position()));
      }
      assertThat(log.spool().stats().records()).isEqualTo(20);
    }
  }

  @Test
  void aDiskThatFailsAllTheTimeDoesNotCollectFiles() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 1);
      for (int i = 0; i < 4; i++) {
        disk.forceFails(path -> path.toString().endsWith(SegmentFiles.SUFFIX));
        assertThatThrownBy(() -> log.append(new byte[5]).get(20, TimeUnit.SECONDS)).isNotNull();
      }
      disk.forceFails(path -> false);
      log.appendAll(1, 2);
      await(() -> disk.all(SegmentFiles.SUFFIX).size() == 2);
    }
  }

  @Test
  void aFailedWriteFailsItsRecordsOnly() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS.withDurability(Durability.NONE))) {
      log.appendAll(0, 10);
      disk.writeFails(path -> path.toString().endsWith(SegmentFiles.SUFFIX));
      assertThatThrownBy(() -> log.append(new byte[5]).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("check the disk");
      assertThat(health(log).state()).isEqualTo(State.FAILED);
      disk.writeFails(path -> false);
      log.appendAll(10, 20);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(20));
    }
    assertThat(reopened().losses()).isEqualTo(SpoolLosses.NONE);
  }

  @Test
  void aFailedIntervalSyncIsReported() throws Exception {
    SpoolOptions options =
        OPTIONS.withDurability(Durability.INTERVAL).withInterval(Duration.ofMillis(5));
    AtomicInteger synced = new AtomicInteger();
    disk.forceFails(
        path ->
            path.toString().endsWith(SegmentFiles.SUFFIX)
                && Thread.currentThread().getName().startsWith("spool-janitor")
                && synced.incrementAndGet() < 0);
    try (Opened log = Opened.on(disk, options)) {
      log.appendAll(0, 1);
      // Its sync must not be the one that fails: the next record would go elsewhere and be well.
      await(() -> synced.get() == 1);
      Path first = disk.all(SegmentFiles.SUFFIX).get(0);
      disk.forceFails(first::equals);
      CompletableFuture<Long> second = log.append(Opened.content(1));
      await(() -> health(log).state() == State.FAILED);
      assertThat(second).isCompletedWithValue(1L);
      assertThat(health(log).reason()).contains("power loss");
      log.appendAll(2, 3);
      assertThat(disk.all(SegmentFiles.SUFFIX)).hasSize(2);
    }
  }

  @Test
  void withoutItsJournalEverySpoolIsSyncedByItself() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    disk.forceFails(
        path -> path.toString().endsWith(Journal.SUFFIX) && failures.incrementAndGet() > 0);
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC())) {
      Opened yard = new Opened(store, store.open("yard", OPTIONS));
      Opened hall = new Opened(store, store.open("hall", OPTIONS));
      appendInOneRound(disk, yard, hall);
      assertThat(failures).hasValue(1);
      assertThat(leastAfterPowerLoss(disk, "yard")).isEqualTo(2);
      assertThat(leastAfterPowerLoss(disk, "hall")).isEqualTo(1);
    }
  }

  @Test
  void theJournalStaysWhenASegmentCannotBeSynced() throws Exception {
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC())) {
      Opened yard = new Opened(store, store.open("yard", OPTIONS));
      Opened hall = new Opened(store, store.open("hall", OPTIONS));
      appendInOneRound(disk, yard, hall);
      disk.forceFails(path -> path.toString().contains("hall"));
    }
    assertThat(disk.all(Journal.SUFFIX)).hasSize(1);
    assertThat(leastAfterPowerLoss(disk, "yard")).isEqualTo(2);
    assertThat(leastAfterPowerLoss(disk, "hall")).isEqualTo(1);
  }

  /** Linux tells of a failed sync once; the next one succeeds without what was lost. */
  @Test
  void theJournalStaysForWhatACheckpointCouldNotSync() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC())) {
      Opened yard = new Opened(store, store.open("yard", LARGE));
      Opened hall = new Opened(store, store.open("hall", LARGE));
      appendInOneRound(disk, yard, hall);
      disk.forceFails(
          path ->
              isSegment(path, "hall")
                  && Thread.currentThread().getName().startsWith("spool-janitor")
                  && syncs.incrementAndGet() == 1);
      // As much as a file of the journal takes: its segments are synced now.
      byte[] large = new byte[16 << 20];
      appendInOneRound(disk, yard, hall, new byte[1], large);
      await(() -> syncs.get() == 1);
    }
    assertThat(syncs).as("it was synced once, and not trusted again").hasValue(1);
    assertThat(disk.all(Journal.SUFFIX)).hasSize(1);
  }

  /** Its own sync failed, not that of the journal, which has older records of it. */
  @Test
  void theJournalStaysForASegmentWhoseSyncFailed() throws Exception {
    for (int seed = 0; seed < 8; seed++) {
      MemoryDisk failing = new MemoryDisk();
      try (SpoolStore store = SpoolStore.open(Opened.ROOT, failing, Clock.systemUTC())) {
        Opened yard = new Opened(store, store.open("yard", OPTIONS));
        Opened hall = new Opened(store, store.open("hall", OPTIONS));
        appendInOneRound(failing, yard, hall);
        AtomicInteger syncs = new AtomicInteger();
        failing.forceFails(path -> isSegment(path, "hall") && syncs.incrementAndGet() == 1);
        assertThatThrownBy(() -> hall.append(new byte[5]).get(20, TimeUnit.SECONDS))
            .hasMessageContaining("Input/output error");
      }
      assertThat(leastAfterPowerLoss(failing, "hall")).isEqualTo(1);
      assertThat(leastAfterPowerLoss(failing, "yard")).isEqualTo(2);
    }
  }

  @Test
  void whatTheJournalBroughtBackSurvivesAPowerLoss() throws Exception {
    MemoryDisk killed;
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC())) {
      Opened yard = new Opened(store, store.open("yard", OPTIONS));
      Opened hall = new Opened(store, store.open("hall", OPTIONS));
      appendInOneRound(disk, yard, hall);
      killed = disk.afterPowerLoss(new Random(1));
    }
    SpoolStore.open(Opened.ROOT, killed, Clock.systemUTC()).close();
    assertThat(killed.all(Journal.SUFFIX)).isEmpty();
    assertThat(leastAfterPowerLoss(killed, "yard")).isEqualTo(2);
    assertThat(leastAfterPowerLoss(killed, "hall")).isEqualTo(1);
  }

  @Test
  void aStopSyncsWhatIsSyncedAtIntervals() throws Exception {
    SpoolOptions options =
        OPTIONS.withDurability(Durability.INTERVAL).withInterval(Duration.ofHours(1));
    try (Opened log = Opened.on(disk, options)) {
      log.appendAll(0, 20);
    }
    assertThat(leastAfterPowerLoss(disk, "yard")).isEqualTo(20);
  }

  @Test
  void whatIsStoredDuringAnIntervalSyncIsSyncedByTheNext() throws Exception {
    SpoolOptions options =
        OPTIONS.withDurability(Durability.INTERVAL).withInterval(Duration.ofMillis(5));
    HookedDisk hooked = new HookedDisk(disk);
    try (Opened log = Opened.on(hooked, options)) {
      CompletableFuture<Void> stored = new CompletableFuture<>();
      hooked.after(
          (operation, path) -> {
            String thread = Thread.currentThread().getName();
            if (operation == Operation.FORCE
                && thread.startsWith("spool-janitor")
                && !stored.isDone()) {
              // Behind the sync, and before the janitor goes on.
              stored.complete(log.append(Opened.content(1)).thenAccept(done -> {}).join());
            }
          });
      log.appendAll(0, 1);
      stored.get(20, TimeUnit.SECONDS);
      await(() -> leastAfterPowerLoss(disk, "yard") == 2);
    }
  }

  @Test
  void aSpoolsDirectorySurvivesAPowerLoss() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 3);
      assertThat(leastAfterPowerLoss(disk, "yard")).isEqualTo(3);
      Opened deep = new Opened(log.store(), log.store().open("hall", OPTIONS));
      deep.appendAll(0, 2);
      assertThat(leastAfterPowerLoss(disk, "hall")).isEqualTo(2);
    }
  }

  @Test
  void whatFailedIsCutOff() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 10);
      Path segment = disk.all(SegmentFiles.SUFFIX).get(0);
      long stored = log.spool().stats().diskBytes();
      disk.forceFails(segment::equals);
      assertThatThrownBy(() -> log.append(new byte[5]).get(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(disk.content(segment).length).isEqualTo((int) stored);
      // Nothing was stored behind it that would tell where it ends.
      assertThat(reopened().records()).isEqualTo(10);
    }
  }

  @Test
  void aBlockThatCannotBeReadHidesOnlyItsRecords() throws Exception {
    SpoolOptions options = OPTIONS.withSegmentBytes(200_000).withDurability(Durability.NONE);
    try (Opened log = Opened.on(disk, options)) {
      log.appendAll(0, 2000);
      disk.unreadable(20_000);
      List<Long> positions = log.readPositions();
      assertThat(positions).isSorted().startsWith(0L).endsWith(1999L);
      int missing = 2000 - positions.size();
      assertThat(missing).isBetween(1, 4096 / Frame.OVERHEAD + 1);
      assertThat(log.spool().stats().losses().damagedRecords()).isEqualTo(missing);

      disk.unreadable(-1);
      log.spool().rewind();
      assertThat(log.readPositions()).as("readable again").hasSize(2000);
      assertThat(log.spool().stats().losses().damagedRecords()).isEqualTo(missing);
    }
  }

  /** Both spools have something to store in one round: it goes to the journal. */
  static void appendInOneRound(MemoryDisk disk, Opened yard, Opened hall) throws Exception {
    appendInOneRound(disk, yard, hall, Opened.content(1), Opened.content(0));
  }

  /**
   * The committer is stopped in the middle of a round for one of them.
   *
   * @param ofYard what it appends besides the record of that round
   * @param ofHall what the other one appends
   */
  private static void appendInOneRound(
      MemoryDisk disk, Opened yard, Opened hall, byte[] ofYard, byte[] ofHall) throws Exception {
    CountDownLatch storing = new CountDownLatch(1);
    CountDownLatch bothWait = new CountDownLatch(1);
    disk.beforeChange(
        () -> {
          if (!Thread.currentThread().getName().startsWith("spool-committer")) {
            return;
          }
          storing.countDown();
          try {
            assertThat(bothWait.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    CompletableFuture<Long> first = yard.append(Opened.content(0));
    assertThat(storing.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Long> second = yard.append(ofYard);
    CompletableFuture<Long> other = hall.append(ofHall);
    bothWait.countDown();
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(first.get(20, TimeUnit.SECONDS) + 1);
    assertThat(other.get(20, TimeUnit.SECONDS)).isNotNegative();
  }

  /** How many records the spool has after a power loss, whatever the disk wrote by itself. */
  static long leastAfterPowerLoss(MemoryDisk disk, String name) {
    long least = Long.MAX_VALUE;
    for (int seed = 0; seed < 20; seed++) {
      MemoryDisk lost = disk.afterPowerLoss(new Random(seed));
      try (SpoolStore store = SpoolStore.open(Opened.ROOT, lost, Clock.systemUTC())) {
        Opened log = new Opened(store, store.open(name, OPTIONS));
        least = Math.min(least, log.readAll().size());
      }
    }
    return least;
  }

  private static boolean isSegment(Path path, String spool) {
    return path.toString().contains(spool) && path.toString().endsWith(SegmentFiles.SUFFIX);
  }

  static void await(Callable<Boolean> condition) {
    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(condition);
  }

  private SpoolStats reopened() {
    try (Opened log = Opened.on(disk.afterKill(), OPTIONS)) {
      assertThat(log.readAll()).hasSize((int) log.spool().stats().records());
      return log.spool().stats();
    }
  }

  private static SpoolHealth health(Opened log) {
    return log.spool().stats().health();
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }
}
