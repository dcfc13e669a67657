package io.integrationhost.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: after a crash it holds what was written last or what
 * was before it, never a mixture. Thread-safe; every call blocks on the disk.
 */
public final class StateFile {

  private static final int LARGEST = 16 << 20;

  private final Path file;
  private final Path next;

  /**
   * A file that need not exist.
   *
   * @param file in the transport's own directory
   */
  public StateFile(Path file) {
    this.file = file;
    next = file.resolveSibling(file.getFileName() + ".new");
  }

  /** Where it is, for people. */
  @Override
  public String toString() {
    return file.toString();
  }

  /**
   * What was written last.
   *
   * @return empty when nothing was
   * @throws IOException names the file
   */
  public synchronized Optional<byte[]> read() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException(file + " has more than " + LARGEST + " bytes: it is none of ours");
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Replaces what was written before; on the disk when it returns.
   *
   * @param bytes 16 MiB at most
   * @throws IOException names the file, which is as it was then
   */
  public synchronized void write(byte[] bytes) throws IOException {
    if (bytes.length > LARGEST) {
      throw new IOException(file + " may have " + LARGEST + " bytes, not " + bytes.length);
    }
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(
          file + " cannot be replaced at once on this file system; move the data directory", e);
    }
    forceDirectory();
  }

  /** Not every system can open a directory; there the file system does it by itself. */
  private void forceDirectory() throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
