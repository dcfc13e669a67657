package io.integrationhost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segment files of one log's directory. */
final class SegmentFiles {

  static final String SUFFIX = ".segment";

  /** Follows the name of a file that was put aside. */
  static final String DAMAGED = ".damaged";

  private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
  private static final int MOST_DAMAGED = 4;
  private static final long MOST_DAMAGED_BYTES = 64 << 20;

  private final Disk disk;
  private final Path directory;

  SegmentFiles(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  List<Path> list() throws IOException {
    return disk.list(directory, SUFFIX);
  }

  long nextSequence() throws IOException {
    List<Path> paths = list();
    return paths.isEmpty() ? 1 : sequence(paths.get(paths.size() - 1)) + 1;
  }

  static String name(long sequence) {
    return String.format(Locale.ROOT, "%020d", sequence) + SUFFIX;
  }

  static long sequence(Path segment) {
    String name = segment.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      throw new SpoolException(
          "%s is not named like a segment of a spool; move it out of the directory"
              .formatted(segment),
          e);
    }
  }

  /** Empty when the header is damaged. */
  static Optional<SegmentHeader> header(DiskFile file, Path path) throws IOException {
    byte[] bytes = new byte[SegmentHeader.BYTES];
    int read = 0;
    int last = 0;
    while (read < bytes.length && last >= 0) {
      last = file.read(bytes, read, bytes.length - read, read);
      read += Math.max(last, 0);
    }
    Optional<SegmentHeader> header = SegmentHeader.decode(ByteBuffer.wrap(bytes, 0, read));
    if (header.isPresent() && header.get().version() != SegmentHeader.VERSION) {
      throw new SpoolException(
          ("%s has format version %d, this program reads version %d; "
                  + "start the version of the program that wrote it, or drain the spool with it")
              .formatted(path, header.get().version(), SegmentHeader.VERSION));
    }
    return header;
  }

  DiskFile open(Segment segment) throws IOException {
    return disk.open(segment.path());
  }

  DiskFile openToRead(Segment segment) throws IOException {
    return disk.openToRead(segment.path());
  }

  /** Whether there is a file of that name. */
  boolean exists(Segment segment) throws IOException {
    return disk.exists(segment.path());
  }

  /** Whether the segment's name still leads to the file that was made for it. */
  boolean isInPlace(NewSegment made) throws IOException {
    return disk.identity(made.segment().path()).equals(made.identity());
  }

  /** Makes the directory if somebody has removed it. */
  void makeDirectory() throws IOException {
    disk.createDirectories(directory);
  }

  /**
   * Makes a segment that survives a power loss: without its directory entry on the disk, the
   * records forced into it would be gone with it.
   */
  NewSegment create(long sequence, long base) throws IOException {
    Path path = directory.resolve(name(sequence));
    SegmentHeader header =
        new SegmentHeader(SegmentHeader.VERSION, new SplittableRandom().nextLong(), base);
    Segment segment = new Segment(path, sequence, header, new Extent(SegmentHeader.BYTES, base));
    DiskFile file = disk.create(path);
    try {
      file.writeFully(header.encode(), 0);
      file.force();
      disk.syncDirectory(directory);
      return new NewSegment(segment, file, disk.identity(path));
    } catch (IOException | RuntimeException | Error e) {
      discard(segment, file);
      throw e;
    }
  }

  /** Closes and deletes a file that nothing was stored in; one that stays does no harm. */
  void discard(Segment segment, DiskFile file) {
    try {
      file.close();
      disk.delete(segment.path());
    } catch (IOException e) {
      LOG.debug("{} could not be deleted: {}", segment.path(), e.getMessage());
    }
  }

  void delete(Segment segment) throws IOException {
    disk.delete(segment.path());
  }

  /** Gives a file that cannot be used another name, for whoever wants to look at it. */
  Path putAside(Path segment) throws IOException {
    Path aside = segment.resolveSibling(segment.getFileName() + DAMAGED);
    disk.rename(segment, aside);
    disk.syncDirectory(directory);
    boundDamaged();
    return aside;
  }

  long usableBytes() throws IOException {
    return disk.usableBytes(directory);
  }

  private void boundDamaged() throws IOException {
    List<Path> all = disk.list(directory, DAMAGED);
    long bytes = 0;
    for (int i = all.size() - 1; i >= 0; i--) {
      try (DiskFile file = disk.openToRead(all.get(i))) {
        bytes += file.size();
      }
      boolean newest = i == all.size() - 1;
      if (!newest && (all.size() - i > MOST_DAMAGED || bytes > MOST_DAMAGED_BYTES)) {
        LOG.warn("{} is deleted: {} damaged files are kept at most", all.get(i), MOST_DAMAGED);
        disk.delete(all.get(i));
      }
    }
  }

  /**
   * A segment that is open to be written.
   *
   * @param identity of its file
   */
  record NewSegment(Segment segment, DiskFile file, Optional<Object> identity) {}
}
