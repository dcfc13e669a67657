package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Remembers the trim position in two slots, written in turns: whichever write is torn, the other
 * slot is whole. It is not synced on every trim, since going back only repeats records; what would
 * hide records is, see {@link #goBackTo}.
 */
final class TrimCursor implements Closeable {

  static final String FILE = "trimmed";

  /** Far enough apart to lie in different blocks of the disk. */
  private static final int SLOT_DISTANCE = 4096;

  private static final int SLOT_BYTES = 20;
  private static final int CHECKSUM = 16;

  private final DiskFile file;
  private long turn;
  private long position;

  private TrimCursor(DiskFile file) {
    this.file = file;
  }

  static TrimCursor open(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE);
    TrimCursor cursor = new TrimCursor(disk.exists(path) ? disk.open(path) : disk.create(path));
    try {
      cursor.load(0);
      cursor.load(1);
    } catch (IOException e) {
      cursor.close();
      throw e;
    }
    return cursor;
  }

  /** The last position that was written and is intact; 0 when there is none. */
  long position() {
    return position;
  }

  void write(long newPosition) throws IOException {
    turn++;
    ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).putLong(turn).putLong(newPosition);
    file.writeFully(slot.putInt(checksum(slot)).flip(), turn % 2 * SLOT_DISTANCE);
    position = newPosition;
  }

  /**
   * Goes back to the end of a log that was found shorter than this says, and syncs: records that
   * are stored there from now on are new ones.
   *
   * @return how many records were trimmed that are not there; 0 when nothing had to be done
   */
  long goBackTo(long end) throws IOException {
    long missing = position - end;
    if (missing <= 0) {
      return 0;
    }
    // Both slots: neither must lead beyond the end if the other is damaged.
    write(end);
    write(end);
    force();
    return missing;
  }

  void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void load(int index) throws IOException {
    ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
    int read = file.read(slot.array(), 0, SLOT_BYTES, (long) index * SLOT_DISTANCE);
    if (read == SLOT_BYTES
        && slot.getInt(CHECKSUM) == checksum(slot)
        && slot.getLong(0) > turn
        && slot.getLong(8) >= 0) {
      turn = slot.getLong(0);
      position = slot.getLong(8);
    }
  }

  private static int checksum(ByteBuffer slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot.duplicate().clear().limit(CHECKSUM));
    return (int) crc.getValue();
  }
}
