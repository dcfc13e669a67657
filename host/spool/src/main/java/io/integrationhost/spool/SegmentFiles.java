package io.integrationhost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The segment files of one log's directory. */
final class SegmentFiles {

  static final String SUFFIX = ".segment";

  private final Disk disk;
  private final Path directory;

  SegmentFiles(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  List<Path> list() throws IOException {
    return disk.list(directory, SUFFIX);
  }

  long nextSequence() throws IOException {
    List<Path> paths = list();
    return paths.isEmpty() ? 1 : sequence(paths.get(paths.size() - 1)) + 1;
  }

  static String name(long sequence) {
    return "%020d".formatted(sequence) + SUFFIX;
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

  /**
   * Makes a segment that survives a power loss: without its directory entry on the disk, the
   * records forced into it would be gone with it.
   */
  NewSegment create(long sequence, long base) throws IOException {
    Path path = directory.resolve(name(sequence));
    SegmentHeader header =
        new SegmentHeader(SegmentHeader.VERSION, RandomGenerator.getDefault().nextLong(), base);
    DiskFile file = disk.create(path);
    try {
      file.writeFully(header.encode(), 0);
      file.force();
      disk.syncDirectory(directory);
    } catch (IOException e) {
      file.close();
      disk.delete(path);
      throw e;
    }
    Extent empty = new Extent(SegmentHeader.BYTES, base);
    return new NewSegment(new Segment(path, sequence, header, empty), file);
  }

  void delete(Segment segment) throws IOException {
    disk.delete(segment.path());
  }

  long usableBytes() throws IOException {
    return disk.usableBytes(directory);
  }

  record NewSegment(Segment segment, DiskFile file) {}
}
