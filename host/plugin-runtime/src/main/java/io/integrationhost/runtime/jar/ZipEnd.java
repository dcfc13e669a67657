package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * The record at the end of a zip file, which tells how large its directory is. Read before Java
 * opens the file, because Java then takes memory for the whole directory (APPNOTE.TXT 4.3.16).
 *
 * @param directoryBytes as the file says, and as much as Java will read
 */
record ZipEnd(int entries, long directoryBytes) {

  /** More need the 64 bit format, which nobody needs for files of our size. */
  static final int MOST_ENTRIES = 65_534;

  private static final int SIGNATURE = 0x06054b50;
  private static final int SIZE = 22;
  private static final int LONGEST_COMMENT = 65_535;
  private static final long MARK_OF_64_BIT = 0xFFFF_FFFFL;

  /**
   * Reads the record.
   *
   * @throws ZipException when it is missing or does not end the file, so that Java might take
   *     another one
   */
  static ZipEnd read(Path zip) throws IOException, JarProblem {
    ByteBuffer tail = tail(zip);
    for (int at = tail.limit() - SIZE; at >= 0; at--) {
      if (tail.getInt(at) == SIGNATURE) {
        return at(tail, at);
      }
    }
    throw new ZipException("the end of a zip file is missing");
  }

  private static ByteBuffer tail(Path zip) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(file.length(), SIZE + LONGEST_COMMENT)];
      file.seek(file.length() - bytes.length);
      file.readFully(bytes);
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static ZipEnd at(ByteBuffer tail, int at) throws ZipException, JarProblem {
    int comment = Short.toUnsignedInt(tail.getShort(at + 20));
    if (at + SIZE + comment != tail.limit()) {
      throw new ZipException("the file goes on after its end, or is cut");
    }
    int entries = Short.toUnsignedInt(tail.getShort(at + 10));
    long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
    long start = Integer.toUnsignedLong(tail.getInt(at + 16));
    if (entries > MOST_ENTRIES || bytes == MARK_OF_64_BIT || start == MARK_OF_64_BIT) {
      throw new JarProblem(
          "holds more than " + MOST_ENTRIES + " entries, or is in the ZIP64 format",
          "rebuild it in the plain format, without what a plugin does not need");
    }
    return new ZipEnd(entries, bytes);
  }

  /** Refuses a directory that is too large. */
  void check(StagingLimits limits, Budget directories) throws JarProblem {
    if (entries > limits.entries()) {
      throw JarEntries.tooMany(entries, limits);
    }
    directories.take(directoryBytes);
  }
}
