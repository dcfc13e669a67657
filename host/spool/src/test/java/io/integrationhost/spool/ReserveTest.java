package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReserveTest {

  private static final int SEGMENT = 200_000;
  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(1 << 20).withSegmentBytes(SEGMENT);

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void aSyncedFileKeepsItsSizeForManyRecords() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 1);
      int reserved = segment().length;
      log.appendAll(1, 100);
      assertThat(segment()).hasSize(reserved);
      assertThat(log.readPositions()).hasSize(100);
    }
  }

  @Test
  void whatWasReservedIsGivenBack() throws Exception {
    long stored;
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 100);
      stored = log.spool().stats().diskBytes();
      assertThat(segment().length).isGreaterThan((int) stored);
    }
    assertThat(segment().length).isEqualTo((int) stored);
  }

  @Test
  void aKilledProcessLeavesZerosThatAreNoLoss() throws Exception {
    MemoryDisk killed;
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 100);
      killed = disk.afterKill();
    }
    try (Opened log = Opened.on(killed, OPTIONS)) {
      assertThat(log.readPositions()).hasSize(100);
      assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
    }
  }

  @Test
  void zerosInASegmentThatIsFullAreNoLoss() throws Exception {
    MemoryDisk cut;
    try (Opened log = Opened.on(disk, SpoolOptions.ofSize(1 << 20).withSegmentBytes(1000))) {
      log.appendAll(0, 50);
      // As if the size that a full segment was cut to had not reached the disk.
      Path first = disk.all(SegmentFiles.SUFFIX).get(0);
      cut = disk.afterKill();
      byte[] longer = Arrays.copyOf(cut.content(first), 70_000);
      cut.replace(first, longer);
    }
    try (Opened log = Opened.on(cut, OPTIONS)) {
      assertThat(log.readPositions()).hasSize(50);
      assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
    }
  }

  @Test
  void theReserveStaysWithinTheBoundsOfSpoolAndSegment() throws Exception {
    int bound = 160_000;
    try (Opened log = Opened.on(disk, SpoolOptions.ofSize(bound).withSegmentBytes(40_000))) {
      Random random = new Random(1);
      for (int i = 0; i < 150; i++) {
        byte[] record = new byte[1000];
        random.nextBytes(record);
        log.append(record).get();
        assertThat(segmentBytes()).as("after %d records", i + 1).isLessThanOrEqualTo(bound);
        for (Path path : disk.all(SegmentFiles.SUFFIX)) {
          assertThat(disk.content(path).length).isLessThanOrEqualTo(40_000);
        }
      }
    }
  }

  @Test
  void withoutRoomForAReserveRecordsAreStored() throws Exception {
    disk.capacity(10_000);
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 20);
      assertThat(log.spool().stats().health().state()).isEqualTo(SpoolHealth.State.OK);
      assertThat(log.readPositions()).hasSize(20);
      assertThat(segment().length).isEqualTo((int) log.spool().stats().diskBytes());
    }
  }

  private byte[] segment() {
    List<Path> all = disk.all(SegmentFiles.SUFFIX);
    assertThat(all).hasSize(1);
    return disk.content(all.get(0));
  }

  private long segmentBytes() {
    return disk.all(SegmentFiles.SUFFIX).stream()
        .mapToLong(path -> disk.content(path).length)
        .sum();
  }
}
