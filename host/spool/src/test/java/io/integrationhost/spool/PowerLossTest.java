package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.spool.HookedDisk.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What must have reached the disk, and when, whatever failed before. */
class PowerLossTest {

  private static final SpoolOptions OPTIONS = SpoolOptions.ofSize(1 << 20).withSegmentBytes(2000);
  private static final SpoolOptions LARGE =
      SpoolOptions.ofSize(80 << 20).withSegmentBytes(20 << 20);

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void withoutItsJournalEverySpoolIsSyncedByItself() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    disk.forceFails(
        path -> path.toString().endsWith(Journal.SUFFIX) && failures.incrementAndGet() > 0);
    HookedDisk hooked = new HookedDisk(disk);
    CountDownLatch seen = new CountDownLatch(1);
    hooked.before(
        (operation, path) -> {
          // The janitor would sync the segments, too, for another reason.
          if (operation == Operation.FORCE && isSegment(path, "") && FailingDiskTest.isJanitor()) {
            ReadFaultTest.pass(seen);
          }
        });
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, hooked, Clock.systemUTC())) {
      Opened yard = new Opened(store, store.open("yard", OPTIONS));
      Opened hall = new Opened(store, store.open("hall", OPTIONS));
      appendInOneRound(disk, yard, hall);
      assertThat(failures).hasValue(1);
      assertThat(leastAfterPowerLoss(disk, "yard")).isEqualTo(2);
      assertThat(leastAfterPowerLoss(disk, "hall")).isEqualTo(1);
      seen.countDown();
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
                  && FailingDiskTest.isJanitor()
                  && syncs.incrementAndGet() == 1);
      // As much as a file of the journal takes: its segments are synced now.
      byte[] large = new byte[16 << 20];
      appendInOneRound(disk, yard, hall, new byte[1], large);
      FailingDiskTest.await(() -> syncs.get() == 1);
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
            if (operation == Operation.FORCE && FailingDiskTest.isJanitor() && !stored.isDone()) {
              // Behind the sync, and before the janitor goes on.
              stored.complete(log.append(Opened.content(1)).thenAccept(done -> {}).join());
            }
          });
      log.appendAll(0, 1);
      stored.get(20, TimeUnit.SECONDS);
      FailingDiskTest.await(() -> leastAfterPowerLoss(disk, "yard") == 2);
    }
  }

  @Test
  void aSpoolsDirectorySurvivesAPowerLoss() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 3);
      assertThat(leastAfterPowerLoss(disk, "yard")).isEqualTo(3);
    }
    Path deep = Path.of("data", "of", "host");
    try (SpoolStore store = SpoolStore.open(deep, disk, Clock.systemUTC())) {
      new Opened(store, store.open("yard", OPTIONS)).appendAll(0, 2);
      List<Path> found = disk.afterPowerLoss(new Random(1)).all(SegmentFiles.SUFFIX);
      assertThat(found).anyMatch(path -> path.startsWith(deep));
    }
  }

  @Test
  void aDirectoryThatWasMadeAndNotSyncedIsSyncedLater() throws Exception {
    HookedDisk hooked = new HookedDisk(disk);
    AtomicInteger failures = new AtomicInteger();
    Path spools = StoreLayout.spools(Opened.ROOT);
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, hooked, Clock.systemUTC())) {
      hooked.before(
          (operation, path) -> {
            if (operation == Operation.SYNC_DIRECTORY
                && path.equals(spools)
                && failures.incrementAndGet() == 1) {
              throw new IOException("Input/output error");
            }
          });
      assertThatThrownBy(() -> store.open("yard", OPTIONS)).isInstanceOf(SpoolException.class);
      new Opened(store, store.open("yard", OPTIONS)).appendAll(0, 3);
      assertThat(leastAfterPowerLoss(disk, "yard")).isEqualTo(3);
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
    // One for all: the first numbers of small seeds are much the same.
    Random random = new Random(4711);
    for (int i = 0; i < 20; i++) {
      MemoryDisk lost = disk.afterPowerLoss(random);
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
}
