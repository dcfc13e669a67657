package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.spool.HookedDisk.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every acknowledged position is read or counted as lost, whatever fails while it is read. */
class ReadFaultTest {

  private static final int RECORDS = 40;
  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(1 << 20).withSegmentBytes(400).withDurability(Durability.NONE);

  private final MemoryDisk memory = new MemoryDisk();
  private final HookedDisk disk = new HookedDisk(memory);

  static void pass(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSegmentThatCannotBeOpenedTakesNothingWithIt() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, RECORDS);
      AtomicBoolean failing = new AtomicBoolean();
      AtomicInteger opened = new AtomicInteger();
      disk.before(
          (operation, path) -> {
            if (operation == Operation.READ_OPEN
                && (opened.incrementAndGet() > 1 || failing.get())) {
              failing.set(true);
              throw new IOException("Too many open files");
            }
          });
      List<Long> positions = new ArrayList<>(positions(log.spool().read(RECORDS, 1 << 20)));
      assertThat(positions).isNotEmpty().hasSizeLessThan(RECORDS);
      AtomicInteger told = new AtomicInteger();
      assertThat(log.spool().read(RECORDS, 1 << 20)).as("the failure comes now").isEmpty();
      disk.before((operation, path) -> {});
      log.spool().onReadable(told::incrementAndGet);
      assertThat(told).hasPositiveValue();
      positions.addAll(log.readPositions());
      assertThat(positions)
          .containsExactlyElementsOf(LongStream.range(0, RECORDS).boxed().toList());
      assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
    }
  }

  @Test
  void aFailedReadIsTriedAgainByItself() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      List<Long> positions = new ArrayList<>();
      log.spool().onReadable(() -> positions.addAll(log.readPositions()));
      AtomicInteger failures = new AtomicInteger();
      disk.before(
          (operation, path) -> {
            if (operation == Operation.READ_OPEN && failures.incrementAndGet() == 1) {
              throw new IOException("Too many open files");
            }
          });
      log.appendAll(0, 1);
      await().until(() -> positions.contains(0L));
    }
  }

  /**
   * Whether a file is there, its opening, its reading and its closing fail at random, with
   * exceptions and with errors. What the disk does not read is damage, and counted.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyPositionIsReadOrCounted(int seed) throws Exception {
    Random random = new Random(seed);
    Set<Operation> failing =
        seed % 2 == 0
            ? EnumSet.of(Operation.READ_OPEN, Operation.IDENTITY, Operation.CLOSE)
            : EnumSet.of(Operation.READ_OPEN, Operation.IDENTITY, Operation.READ);
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, RECORDS);
      Thread reader = Thread.currentThread();
      disk.before(
          (operation, path) -> {
            if (Thread.currentThread() == reader
                && failing.contains(operation)
                && random.nextInt(3) == 0) {
              if (random.nextBoolean()) {
                throw new OutOfMemoryError("a test");
              }
              throw new IOException("Input/output error");
            }
          });
      long next = 0;
      long missing = 0;
      for (int i = 0; next < RECORDS && i < 10_000; i++) {
        for (StoredRecord entry : log.spool().read(1 + random.nextInt(9), 300)) {
          assertThat(entry.position()).isGreaterThanOrEqualTo(next);
          assertThat(entry.record()).isEqualTo(Opened.content(entry.position()));
          missing += entry.position() - next;
          next = entry.position() + 1;
        }
        if (random.nextInt(4) == 0) {
          log.spool().trimTo(next);
        }
        next = skippedAtTheEnd(log, next);
      }
      SpoolLosses losses = log.spool().stats().losses();
      long counted = losses.damagedRecords();
      assertThat(counted).isBetween(missing, missing + RECORDS - Math.min(next, RECORDS));
      if (!failing.contains(Operation.READ)) {
        assertThat(counted).isZero();
        assertThat(next).isEqualTo(RECORDS);
      }
    }
  }

  /** When the last records are damage, nothing follows that would tell. */
  private static long skippedAtTheEnd(Opened log, long next) {
    long counted = log.spool().stats().losses().damagedRecords();
    return counted > 0 && next + counted >= RECORDS && log.spool().read(1, 1).isEmpty()
        ? RECORDS
        : next;
  }

  /** The record is committed after the reader has looked, and before it counts as dry. */
  @Test
  void aRecordThatIsStoredWhileTheReaderRunsDryIsFound() throws Exception {
    SpoolOptions oneSegment = SpoolOptions.ofSize(1 << 20).withDurability(Durability.NONE);
    try (Opened log = Opened.on(disk, oneSegment)) {
      log.appendAll(0, 1);
      byte[] content = memory.content(memory.all(SegmentFiles.SUFFIX).get(0));
      content[content.length - 1] ^= 1;
      memory.replace(memory.all(SegmentFiles.SUFFIX).get(0), content);
      Thread reader = Thread.currentThread();
      AtomicBoolean stored = new AtomicBoolean();
      disk.before(
          (operation, path) -> {
            if (operation == Operation.READ
                && Thread.currentThread() == reader
                && stored.compareAndSet(false, true)) {
              storeAnother(log);
            }
          });
      assertThat(positions(log.spool().read(10, 1000))).containsExactly(1L);
      assertThat(stored).isTrue();
      assertThat(log.spool().stats().losses().damagedRecords()).isEqualTo(1);
    }
  }

  private static void storeAnother(Opened log) throws IOException {
    try {
      log.appendAll(1, 2);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static List<Long> positions(List<StoredRecord> records) {
    return records.stream().map(StoredRecord::position).toList();
  }
}
