package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.spool.SpoolHealth.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FailingDiskTest {

  private static final SpoolOptions OPTIONS = SpoolOptions.ofSize(1 << 20).withSegmentBytes(2000);

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
      for (StoredRecord entry : log.readAll()) {
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
                && isJanitor()
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

  static boolean isJanitor() {
    return Thread.currentThread().getName().startsWith("spool-janitor");
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
