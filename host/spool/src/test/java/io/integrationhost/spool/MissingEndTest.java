package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.spool.SpoolHealth.State;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The newest file of a spool is not what it was when the program ended. */
class MissingEndTest {

  private static final int RECORDS = 350;
  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(1 << 20).withDurability(Durability.NONE);

  private static final SpoolOptions SYNCED = SpoolOptions.ofSize(1 << 20);

  private final MemoryDisk disk = new MemoryDisk();

  enum Fault {
    MISSING,
    EMPTY,
    OVERWRITTEN
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void itsRecordsAreCountedAndTheEvidenceIsKept(Fault fault) throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, RECORDS);
      log.spool().trimTo(20);
    }
    Path newest = newest(disk);
    byte[] damaged = damage(fault, newest);
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.spool().stats().losses().damagedRecords()).isEqualTo(RECORDS - 20);
      SpoolHealth health = log.spool().stats().health();
      assertThat(health.state()).isEqualTo(State.LOSS);
      assertThat(health.reason())
          .contains("at least 330 records that were stored and not delivered are missing")
          .contains(newest.toString());
      long position = log.append(new byte[] {1}).get();
      assertThat(position).isGreaterThanOrEqualTo(RECORDS);
      assertThat(log.readPositions()).containsExactly(position);
      assertThat(newest(disk).toString()).as("another name").isGreaterThan(newest.toString());
    }
    Path aside = newest.resolveSibling(newest.getFileName() + SegmentFiles.DAMAGED);
    assertThat(disk.all(SegmentFiles.DAMAGED))
        .isEqualTo(fault == Fault.MISSING ? List.of() : List.of(aside));
    if (fault != Fault.MISSING) {
      assertThat(disk.content(aside)).isEqualTo(damaged);
    }
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.spool().stats().health().state()).as("told once").isEqualTo(State.OK);
      assertThat(log.readAll()).hasSize(1);
    }
  }

  @Test
  void olderFilesTellOfANewerOneThatIsGone() throws Exception {
    SpoolOptions options = OPTIONS.withSegmentBytes(500);
    try (Opened log = Opened.on(disk, options)) {
      log.appendAll(0, 40);
    }
    disk.delete(newest(disk));
    try (Opened log = Opened.on(disk, options)) {
      assertThat(log.spool().stats().health().reason()).contains("records that were stored");
      List<Long> positions = log.readPositions();
      assertThat(positions).startsWith(0L, 1L).hasSizeLessThan(40);
      assertThat(log.spool().stats().losses().damagedRecords()).isEqualTo(40 - positions.size());
      log.appendAll(40, 41);
      assertThat(log.readPositions()).containsExactly(40L);
    }
  }

  @Test
  void theLastRecordThatIsDamagedIsCountedAndNotCutOff() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 30);
    }
    byte[] content = disk.content(newest(disk));
    content[content.length - 1] ^= 1;
    disk.replace(newest(disk), content);
    Path damaged = newest(disk);
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.spool().stats().health().reason()).contains("at least 1 records");
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(29));
      assertThat(log.spool().stats().losses().damagedRecords()).isEqualTo(1);
      assertThat(disk.content(damaged)).isEqualTo(content);
    }
  }

  @Test
  void aDrainedSpoolMissesNothing() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 30);
      log.spool().trimTo(30);
    }
    disk.delete(newest(disk));
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.spool().stats().health()).isEqualTo(SpoolHealth.OK);
      assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
      log.appendAll(30, 31);
      assertThat(log.readPositions()).containsExactly(30L);
    }
  }

  @Test
  void aFileThatACrashLeftEmptyIsNoAlarm() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 3);
    }
    Path unused = newest(disk).resolveSibling(SegmentFiles.name(2));
    disk.create(unused).close();
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.spool().stats().health()).isEqualTo(SpoolHealth.OK);
      assertThat(log.readPositions()).hasSize(3);
      assertThat(disk.all(SegmentFiles.DAMAGED)).isEmpty();
    }
  }

  @Test
  void damagedFilesAreKeptInSmallNumber() throws Exception {
    for (int i = 0; i < 7; i++) {
      try (Opened log = Opened.on(disk, OPTIONS)) {
        log.append(new byte[9]).get();
      }
      disk.replace(newest(disk), new byte[100]);
    }
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.spool().stats().losses().damagedRecords()).isEqualTo(1);
    }
    assertThat(disk.all(SegmentFiles.DAMAGED)).hasSize(4);
    assertThat(disk.all(SegmentFiles.DAMAGED).get(3).toString()).contains("07.segment");
  }

  @Test
  void theJournalHoldsWhatAFileHasLost() throws Exception {
    for (Fault fault : Fault.values()) {
      MemoryDisk found = new MemoryDisk();
      try (SpoolStore store = SpoolStore.open(Opened.ROOT, found, Clock.systemUTC())) {
        Opened yard = new Opened(store, store.open("yard", SYNCED));
        Opened hall = new Opened(store, store.open("hall", SYNCED));
        PowerLossTest.appendInOneRound(found, yard, hall);
        MemoryDisk killed = found.afterKill();
        Path lost = killed.all(SegmentFiles.SUFFIX).get(0);
        assertThat(lost.toString()).contains("hall");
        if (fault == Fault.MISSING) {
          killed.delete(lost);
        } else {
          killed.replace(lost, fault == Fault.EMPTY ? new byte[0] : new byte[200]);
        }
        try (SpoolStore again = SpoolStore.open(Opened.ROOT, killed, Clock.systemUTC())) {
          Opened restored = new Opened(again, again.open("hall", SYNCED));
          assertThat(restored.readPositions()).as(fault.name()).containsExactly(0L);
          assertThat(restored.spool().stats().health()).isEqualTo(SpoolHealth.OK);
          restored.appendAll(1, 2);
          assertThat(restored.readPositions()).containsExactly(1L);
        }
      }
    }
  }

  @Test
  void theJournalDoesNotBringBackWhatWasDelivered() throws Exception {
    MemoryDisk killed;
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC())) {
      Opened yard = new Opened(store, store.open("yard", SYNCED));
      Opened hall = new Opened(store, store.open("hall", SYNCED));
      PowerLossTest.appendInOneRound(disk, yard, hall);
      hall.spool().trimTo(1);
      FailingDiskTest.await(() -> trimmed() == 1);
      killed = disk.afterKill();
      killed.delete(killed.all(SegmentFiles.SUFFIX).get(0));
    }
    try (SpoolStore again = SpoolStore.open(Opened.ROOT, killed, Clock.systemUTC())) {
      assertThat(killed.all(SegmentFiles.SUFFIX))
          .noneMatch(file -> file.toString().contains("hall"));
      Opened hall = new Opened(again, again.open("hall", SYNCED));
      assertThat(hall.readAll()).isEmpty();
      assertThat(hall.spool().stats().health()).isEqualTo(SpoolHealth.OK);
    }
  }

  /** Builds before the end was noted: what they left is read as before. */
  @Test
  void aCursorOfAnEarlierBuildIsUnderstood() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 30);
      log.spool().trimTo(12);
    }
    Path cursor = disk.all(TrimCursor.FILE).get(0);
    disk.replace(cursor, Arrays.copyOf(disk.content(cursor), 4096 + 20));
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.spool().stats().health()).isEqualTo(SpoolHealth.OK);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(30).subList(12, 30));
    }
  }

  private long trimmed() {
    try {
      return TrimCursor.positionIn(disk.afterKill(), StoreLayout.spool(Opened.ROOT, "hall"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private byte[] damage(Fault fault, Path newest) throws Exception {
    byte[] damaged = new byte[fault == Fault.EMPTY ? 0 : disk.content(newest).length];
    if (fault == Fault.MISSING) {
      disk.delete(newest);
    } else {
      Arrays.fill(damaged, (byte) 'x');
      disk.replace(newest, damaged);
    }
    return damaged;
  }

  private static Path newest(MemoryDisk disk) {
    List<Path> all = disk.all(SegmentFiles.SUFFIX);
    return all.get(all.size() - 1);
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }
}
