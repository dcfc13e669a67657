package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(1 << 20).withSegmentBytes(500).withDurability(Durability.NONE);

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void damageToOneSlotOfTheCursorGoesBackOneStep() throws Exception {
    Path directory = Path.of("yard");
    disk.createDirectories(directory);
    try (TrimCursor cursor = TrimCursor.open(disk, directory)) {
      for (long position = 1; position <= 9; position++) {
        cursor.write(position);
      }
    }
    Path file = directory.resolve(TrimCursor.FILE);
    byte[] content = disk.content(file);
    int steps = 0;
    for (int at = 0; at < content.length; at++) {
      MemoryDisk damaged = disk.afterKill();
      byte[] flipped = content.clone();
      flipped[at] ^= 1;
      damaged.replace(file, flipped);
      try (TrimCursor cursor = TrimCursor.open(damaged, directory)) {
        assertThat(cursor.position()).isBetween(8L, 9L);
        steps += (int) (9 - cursor.position());
        cursor.write(10);
      }
      try (TrimCursor cursor = TrimCursor.open(damaged, directory)) {
        assertThat(cursor.position()).isEqualTo(10);
      }
    }
    assertThat(steps).as("bytes of a slot").isEqualTo(20);
  }

  @Test
  void aLostCursorRepeatsRecords() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 40);
      log.spool().trimTo(9);
    }
    Path cursor = disk.all(TrimCursor.FILE).get(0);
    disk.replace(cursor, new byte[5000]);
    try (Opened log = Opened.on(disk, OPTIONS)) {
      List<Long> positions = log.readPositions();
      assertThat(positions.get(0)).isLessThan(9);
      assertThat(positions).endsWith(39L).hasSize(40 - positions.get(0).intValue());
      assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
    }
  }

  @Test
  void aCursorBehindTheEndHidesNoLaterRecord() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 30);
      log.readAll();
      log.spool().trimTo(29);
    }
    for (Path segment : disk.all(SegmentFiles.SUFFIX)) {
      disk.replace(segment, new byte[0]);
    }
    long position;
    try (Opened log = Opened.on(disk, OPTIONS)) {
      position = log.append(new byte[] {1}).get();
      assertThat(log.readPositions()).containsExactly(position);
    }
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.readPositions()).containsExactly(position);
    }
  }

  @Test
  void whatIsStoredAfterACutIsNotTakenForDelivered() throws Exception {
    SpoolOptions oneSegment = SpoolOptions.ofSize(1 << 20).withSegmentBytes(100_000);
    try (Opened log = Opened.on(disk, oneSegment)) {
      log.appendAll(0, 30);
      log.readAll();
      log.spool().trimTo(25);
    }
    int end = SegmentHeader.BYTES;
    for (int position = 0; position < 20; position++) {
      end += Frame.OVERHEAD + Opened.content(position).length;
    }
    Path segment = disk.all(SegmentFiles.SUFFIX).get(0);
    disk.replace(segment, Arrays.copyOf(disk.content(segment), end));

    List<MemoryDisk> later = new ArrayList<>();
    try (Opened log = Opened.on(disk, oneSegment)) {
      assertThat(log.append(new byte[] {1}).get()).as("no position twice").isEqualTo(30);
      later.add(disk.afterKill());
      Random random = new Random(1);
      for (int i = 0; i < 20; i++) {
        later.add(disk.afterPowerLoss(random));
      }
    }
    for (MemoryDisk found : later) {
      try (Opened log = Opened.on(found, oneSegment)) {
        assertThat(log.readPositions()).endsWith(30L);
      }
    }
  }

  @Test
  void refusesTheFormatOfANewerVersion() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 5);
    }
    Path segment = disk.all(SegmentFiles.SUFFIX).get(0);
    byte[] content = disk.content(segment);
    ByteBuffer header = ByteBuffer.wrap(content);
    header.putInt(4, 2);
    CRC32C crc = new CRC32C();
    crc.update(content, 0, 24);
    header.putInt(24, (int) crc.getValue());
    disk.replace(segment, content);
    assertThatThrownBy(() -> Opened.on(disk, OPTIONS))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("format version 2")
        .hasMessageContaining(segment.toString());
    assertThat(disk.content(segment)).as("left alone").isEqualTo(content);
  }

  @Test
  void refusesAFileThatDoesNotBelongHere() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 5);
    }
    Path segment = disk.all(SegmentFiles.SUFFIX).get(0);
    disk.create(segment.resolveSibling("copy of 1.segment")).close();
    assertThatThrownBy(() -> Opened.on(disk, OPTIONS))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("copy of 1.segment");
  }

  @Test
  void aJournalOfASegmentThatIsGoneChangesNothing() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 5);
    }
    Path segment = disk.all(SegmentFiles.SUFFIX).get(0);
    byte[] before = disk.content(segment);
    Segment other =
        new Segment(segment, 1, new SegmentHeader(1, 4711, 0), new Extent(SegmentHeader.BYTES, 0));
    ByteBuffer entry = ByteBuffer.allocate(200);
    JournalEntry.putHead(entry, "yard", other, SegmentHeader.BYTES);
    entry.put(new byte[20]);
    Frame.end(entry, 0, JournalFile.fileId(1), 0, 0);
    Path journal = StoreLayout.journal(Opened.ROOT).resolve("00000000000000000001.journal");
    try (DiskFile file = disk.create(journal)) {
      file.writeFully(entry.flip(), 0);
    }
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(disk.content(segment)).isEqualTo(before);
      assertThat(log.readPositions()).hasSize(5);
    }
    assertThat(disk.all(Journal.SUFFIX)).isEmpty();
  }

  @Test
  void manyRestartsLeaveNoEmptyFiles() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Opened log = Opened.on(disk, OPTIONS)) {
        assertThat(log.readPositions()).hasSize(i);
        log.appendAll(i, i + 1);
      }
      try (Opened log = Opened.on(disk, OPTIONS)) {
        assertThat(log.spool().stats().records()).isEqualTo(i + 1);
      }
    }
    assertThat(disk.all(SegmentFiles.SUFFIX)).hasSize(5);
  }
}
