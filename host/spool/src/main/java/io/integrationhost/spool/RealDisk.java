package io.integrationhost.spool;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** The disk of the machine. */
final class RealDisk implements Disk {

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  @Override
  public DiskFile create(Path path) throws IOException {
    Files.createFile(path, rights(path, FILE));
    return new RealFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    if (!exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new RealFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  @Override
  public DiskFile openToRead(Path path) throws IOException {
    try {
      return new RealFile(new RandomAccessFile(path.toFile(), "r"));
    } catch (FileNotFoundException e) {
      // It says so too when there are no rights or no file handles left.
      if (!exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      throw e;
    }
  }

  @Override
  public Optional<Object> identity(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Object key = attributes.fileKey();
      return Optional.of(key == null ? attributes.creationTime() : key);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public List<Path> list(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, rights(directory, DIRECTORY));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  @Override
  public void restrict(Path directory) throws IOException {
    if (isPosix(directory) && Files.isDirectory(directory)) {
      restrict(directory, DIRECTORY);
      for (Path file : list(directory, "")) {
        restrict(file, Files.isDirectory(file) ? DIRECTORY : FILE);
      }
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public Closeable lock(Path path) throws IOException {
    if (!exists(path)) {
      createLock(path);
    }
    // The system's lock belongs to the process, and ends when the process closes the file, by
    // whatever handle: so a second store must find out before it opens the file. What all of a
    // process share are its properties.
    Properties process = System.getProperties();
    String note = "io.integrationhost.spool.lock " + path.toRealPath() + " " + identity(path);
    if (process.putIfAbsent(note, "held") != null) {
      return null;
    }
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Something else in this process has it.
    } finally {
      if (lock == null) {
        process.remove(note);
        if (channel != null) {
          channel.close();
        }
      }
    }
    if (lock == null) {
      return null;
    }
    FileChannel held = channel;
    return () -> {
      try {
        held.close();
      } finally {
        process.remove(note);
      }
    };
  }

  private static void createLock(Path path) throws IOException {
    try {
      Files.createFile(path, rights(path, FILE));
    } catch (FileAlreadyExistsException e) {
      // Made by another at this moment: the lock decides.
    }
  }

  private static void restrict(Path path, Set<PosixFilePermission> most) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
    if (!most.containsAll(rights)) {
      Files.setPosixFilePermissions(path, most);
    }
  }

  private static FileAttribute<?>[] rights(Path path, Set<PosixFilePermission> rights) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Reads bypass the channel: an interrupt of the reading thread would close a channel for
   * everybody. Writes use it from threads of the store only, which nobody interrupts.
   */
  private record RealFile(RandomAccessFile file) implements DiskFile {

    /**
     * What lies in the heap is copied to memory outside of it first, which the thread then keeps:
     * not for a whole record of 16 MiB.
     */
    private static final int COPY = 128 << 10;

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public int read(byte[] target, int from, int bytes, long offset) throws IOException {
      file.seek(offset);
      return file.read(target, from, bytes);
    }

    @Override
    public int write(ByteBuffer source, long offset) throws IOException {
      if (source.isDirect() || source.remaining() <= COPY) {
        return file.getChannel().write(source, offset);
      }
      int end = source.limit();
      source.limit(source.position() + COPY);
      try {
        return file.getChannel().write(source, offset);
      } finally {
        source.limit(end);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force() throws IOException {
      file.getChannel().force(false);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
