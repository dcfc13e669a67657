package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Remembers the trim position in two slots, written in turns: whichever write is torn, the other
 * slot is whole. Two more slots remember how far the log was written: no more than what is missing
 * when its newest file is gone is known by them. Nothing of it is synced on every change: an older
 * position only repeats records, an older end only counts fewer as missing. Files of the first
 * builds have the first two slots only.
 *
 * <p>Used by one thread at a time.
 */
final class TrimCursor implements Closeable {

  static final String FILE = "trimmed";

  /** Far enough apart to lie in different blocks of the disk. */
  private static final int SLOT_DISTANCE = 4096;

  private final Disk disk;
  private final Path path;
  private DiskFile file;
  private Optional<Object> identity;
  private long turn;
  private long position;
  private long endTurn;
  private End end = new End(0, 0);

  private TrimCursor(Disk disk, Path path) throws IOException {
    this.disk = disk;
    this.path = path;
    openFile();
  }

  static TrimCursor open(Disk disk, Path directory) throws IOException {
    return new TrimCursor(disk, directory.resolve(FILE));
  }

  /** The position in a directory's file; 0 when there is no file, or it is damaged. */
  static long positionIn(Disk disk, Path directory) throws IOException {
    if (!disk.exists(directory.resolve(FILE))) {
      return 0;
    }
    try (TrimCursor cursor = open(disk, directory)) {
      return cursor.position();
    }
  }

  /** The last position that was written and is intact; 0 when there is none. */
  long position() {
    return position;
  }

  /** How far the log was written at least; zeros when that was never noted. */
  End end() {
    return end;
  }

  void write(long newPosition) throws IOException {
    turn++;
    writeSlot(turn % 2, turn, newPosition);
    position = newPosition;
  }

  void note(End newEnd) throws IOException {
    endTurn++;
    writeSlot(2 + endTurn % 2, endTurn, newEnd.next, newEnd.segment);
    end = newEnd;
  }

  /** Makes the file anew when somebody has removed or replaced it. True when that was needed. */
  boolean restore() throws IOException {
    if (disk.identity(path).equals(identity)) {
      return false;
    }
    long knownPosition = position;
    End knownEnd = end;
    DiskFile gone = file;
    disk.createDirectories(path.getParent());
    try {
      openFile();
      write(knownPosition);
      note(knownEnd);
    } catch (IOException | RuntimeException | Error e) {
      identity = Optional.empty();
      throw e;
    }
    gone.close();
    return true;
  }

  void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void openFile() throws IOException {
    DiskFile opened = disk.exists(path) ? disk.open(path) : disk.create(path);
    try {
      identity = disk.identity(path);
      file = opened;
      load(0);
      load(1);
      loadEnd(2);
      loadEnd(3);
    } catch (IOException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private void writeSlot(long index, long... values) throws IOException {
    ByteBuffer slot = ByteBuffer.allocate(values.length * Long.BYTES + Integer.BYTES);
    for (long value : values) {
      slot.putLong(value);
    }
    file.writeFully(slot.putInt(checksum(slot)).flip(), index * SLOT_DISTANCE);
  }

  private void load(int index) throws IOException {
    ByteBuffer slot = readSlot(index, 2);
    if (slot.remaining() > 0 && slot.getLong(0) > turn && slot.getLong(8) >= 0) {
      turn = slot.getLong(0);
      position = slot.getLong(8);
    }
  }

  private void loadEnd(int index) throws IOException {
    ByteBuffer slot = readSlot(index, 3);
    if (slot.remaining() > 0
        && slot.getLong(0) > endTurn
        && slot.getLong(8) >= 0
        && slot.getLong(16) >= 0) {
      endTurn = slot.getLong(0);
      end = new End(slot.getLong(8), slot.getLong(16));
    }
  }

  /** So many numbers; empty when the slot is damaged or was never written. */
  private ByteBuffer readSlot(int index, int values) throws IOException {
    int length = values * Long.BYTES;
    ByteBuffer slot = ByteBuffer.allocate(length + Integer.BYTES);
    int read = file.read(slot.array(), 0, slot.capacity(), (long) index * SLOT_DISTANCE);
    slot.position(length);
    boolean intact = read == slot.capacity() && slot.getInt(length) == checksum(slot);
    return slot.flip().limit(intact ? length : 0);
  }

  /** Of what stands before the buffer's position. */
  private static int checksum(ByteBuffer slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot.duplicate().flip());
    return (int) crc.getValue();
  }

  /**
   * How far a log was written.
   *
   * @param next the position of the next record
   * @param segment the number of the newest segment; 0 when there was none
   */
  record End(long next, long segment) {}
}
