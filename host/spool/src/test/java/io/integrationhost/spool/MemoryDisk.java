package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A disk in memory that knows what a killed process and a power loss leave behind, and fails on
 * demand. It behaves as Linux does after a failed sync: what should have been written then never
 * is, and later syncs succeed without it.
 */
final class MemoryDisk implements Disk {

  private final Map<Path, MemoryFile> files = new TreeMap<>();
  private final Map<Path, MemoryFile> durableEntries = new HashMap<>();
  private final Set<Path> directories = new TreeSet<>();
  private final Set<Path> durableDirectories = new HashSet<>();
  private final Set<Path> locked = new HashSet<>();
  private Predicate<Path> forceFails = path -> false;
  private Predicate<Path> writeFails = path -> false;
  private Runnable beforeChange = () -> {};
  private long capacity = Long.MAX_VALUE;
  private long unreadable = -1;
  private int largestWrite = Integer.MAX_VALUE;

  /** Runs before every operation that changes something, with the disk locked. */
  synchronized void beforeChange(Runnable task) {
    beforeChange = task;
  }

  synchronized void forceFails(Predicate<Path> which) {
    forceFails = which;
  }

  synchronized void writeFails(Predicate<Path> which) {
    writeFails = which;
  }

  /** Reads that touch this byte of any file fail. */
  synchronized void unreadable(long offset) {
    unreadable = offset;
  }

  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  synchronized void largestWrite(int bytes) {
    largestWrite = bytes;
  }

  synchronized long used() {
    return files.values().stream().mapToLong(file -> file.size).sum();
  }

  synchronized byte[] content(Path path) {
    MemoryFile file = files.get(path);
    return Arrays.copyOf(file.data, file.size);
  }

  synchronized void replace(Path path, byte[] content) {
    MemoryFile file = files.get(path);
    file.data = content.clone();
    file.size = content.length;
  }

  /**
   * As somebody does who removes the directory and all that is in it; a power loss changes nothing.
   */
  synchronized void removeAll(Path directory) {
    for (Map<Path, MemoryFile> records : List.of(files, durableEntries)) {
      records.keySet().removeIf(path -> path.startsWith(directory));
    }
    for (Set<Path> names : List.of(directories, durableDirectories)) {
      names.removeIf(path -> path.startsWith(directory));
    }
  }

  /** As another process does that is started after the lock file was removed. */
  synchronized void takenByAnother(Path lock) {
    locked.add(lock);
    files.put(lock, new MemoryFile(lock, new byte[0], 0));
  }

  synchronized List<Path> all(String suffix) {
    return files.keySet().stream().filter(path -> path.toString().endsWith(suffix)).toList();
  }

  /** What a new process finds after this one was killed now. */
  synchronized MemoryDisk afterKill() {
    MemoryDisk copy = new MemoryDisk();
    files.forEach(
        (path, file) -> copy.files.put(path, copy.new MemoryFile(path, file.data, file.size)));
    copy.directories.addAll(directories);
    return copy.settled();
  }

  /**
   * What is there after a power loss now: everything that was forced and, of the rest, some
   * sectors.
   */
  synchronized MemoryDisk afterPowerLoss(Random random) {
    MemoryDisk copy = new MemoryDisk();
    durableDirectories.stream().filter(this::isDurable).forEach(copy.directories::add);
    durableEntries.forEach(
        (path, file) -> {
          if (isDurable(path.getParent())) {
            byte[] content = file.afterPowerLoss(random);
            copy.files.put(path, copy.new MemoryFile(path, content, content.length));
          }
        });
    return copy.settled();
  }

  private MemoryDisk settled() {
    durableEntries.putAll(files);
    durableDirectories.addAll(directories);
    return this;
  }

  private boolean isDurable(Path directory) {
    return directory == null
        || (durableDirectories.contains(directory) && isDurable(directory.getParent()));
  }

  @Override
  public synchronized DiskFile create(Path path) throws IOException {
    beforeChange.run();
    if (files.containsKey(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    requireDirectory(path.getParent());
    MemoryFile file = new MemoryFile(path, new byte[0], 0);
    files.put(path, file);
    return file.open();
  }

  @Override
  public synchronized DiskFile open(Path path) throws IOException {
    MemoryFile file = files.get(path);
    if (file == null) {
      throw new NoSuchFileException(path.toString());
    }
    return file.open();
  }

  @Override
  public DiskFile openToRead(Path path) throws IOException {
    return open(path);
  }

  @Override
  public synchronized Optional<Object> identity(Path path) {
    return Optional.ofNullable(directories.contains(path) ? path : files.get(path));
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    beforeChange.run();
    MemoryFile file = files.remove(from);
    if (file == null) {
      throw new NoSuchFileException(from.toString());
    }
    files.put(to, file);
  }

  @Override
  public synchronized void delete(Path path) {
    beforeChange.run();
    files.remove(path);
  }

  @Override
  public synchronized List<Path> list(Path directory, String suffix) throws IOException {
    requireDirectory(directory);
    return files.keySet().stream()
        .filter(path -> directory.equals(path.getParent()) && path.toString().endsWith(suffix))
        .sorted()
        .toList();
  }

  @Override
  public synchronized void createDirectory(Path directory) throws IOException {
    beforeChange.run();
    if (directory.getParent() != null) {
      requireDirectory(directory.getParent());
    }
    directories.add(directory);
  }

  @Override
  public void restrict(Path directory) {
    // Nobody else sees it.
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    beforeChange.run();
    requireDirectory(directory);
    durableEntries.keySet().removeIf(path -> directory.equals(path.getParent()));
    files.forEach(
        (path, file) -> {
          if (directory.equals(path.getParent())) {
            durableEntries.put(path, file);
          }
        });
    durableDirectories.removeIf(path -> directory.equals(path.getParent()));
    directories.stream()
        .filter(path -> path.getParent() == null || directory.equals(path.getParent()))
        .forEach(durableDirectories::add);
  }

  private void requireDirectory(Path directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
  }

  @Override
  public synchronized long usableBytes(Path directory) {
    return capacity - used();
  }

  @Override
  public synchronized Closeable lock(Path path) throws IOException {
    if (!files.containsKey(path)) {
      // Whoever has it has one that nobody finds any more.
      locked.remove(path);
      create(path).close();
    }
    if (!locked.add(path)) {
      return null;
    }
    MemoryFile file = files.get(path);
    return () -> {
      synchronized (this) {
        if (files.get(path) == file) {
          locked.remove(path);
        }
      }
    };
  }

  private final class MemoryFile {

    private static final int SECTOR = 512;

    private final Path path;
    private byte[] data;
    private int size;
    private byte[] forced;

    /** The bytes that the next sync writes. */
    private final BitSet dirty = new BitSet();

    MemoryFile(Path path, byte[] data, int size) {
      this.path = path;
      this.data = Arrays.copyOf(data, size);
      this.size = size;
      this.forced = this.data.clone();
    }

    DiskFile open() {
      return new Handle(this);
    }

    void force() {
      forced = Arrays.copyOf(forced, size);
      writeDirty(forced, 0, size);
      dirty.clear();
    }

    byte[] afterPowerLoss(Random random) {
      byte[] result = forced.clone();
      for (int from = 0; from < size; from += SECTOR) {
        int to = Math.min(size, from + SECTOR);
        if (random.nextBoolean()) {
          result = result.length < to ? Arrays.copyOf(result, to) : result;
          writeDirty(result, from, to);
        }
      }
      return result;
    }

    private void writeDirty(byte[] target, int from, int to) {
      for (int at = dirty.nextSetBit(from); at >= 0 && at < to; at = dirty.nextSetBit(at + 1)) {
        target[at] = data[at];
      }
    }
  }

  private final class Handle implements DiskFile {

    private final MemoryFile file;

    Handle(MemoryFile file) {
      this.file = file;
    }

    @Override
    public long size() {
      synchronized (MemoryDisk.this) {
        return file.size;
      }
    }

    @Override
    public int read(byte[] target, int from, int bytes, long offset) throws IOException {
      synchronized (MemoryDisk.this) {
        if (unreadable >= offset && unreadable < offset + bytes) {
          throw new IOException("Input/output error");
        }
        if (offset >= file.size) {
          return -1;
        }
        int length = (int) Math.min(bytes, file.size - offset);
        System.arraycopy(file.data, (int) offset, target, from, length);
        return length;
      }
    }

    @Override
    public int write(ByteBuffer source, long offset) throws IOException {
      synchronized (MemoryDisk.this) {
        beforeChange.run();
        if (writeFails.test(file.path)) {
          throw new IOException("Input/output error");
        }
        int length = Math.min(source.remaining(), largestWrite);
        long growth = offset + length - file.size;
        if (growth > capacity - used()) {
          length -= (int) (growth - Math.max(0, capacity - used()));
          if (length <= 0) {
            throw new IOException("No space left on device");
          }
        }
        int end = (int) offset + length;
        if (file.data.length < end) {
          file.data = Arrays.copyOf(file.data, Math.max(end, 2 * file.data.length));
        }
        source.get(file.data, (int) offset, length);
        file.dirty.set((int) offset, end);
        file.size = Math.max(file.size, end);
        return length;
      }
    }

    @Override
    public void truncate(long newSize) {
      synchronized (MemoryDisk.this) {
        beforeChange.run();
        if (newSize < file.size) {
          Arrays.fill(file.data, (int) newSize, file.size, (byte) 0);
          file.dirty.clear((int) newSize, file.size);
          file.size = (int) newSize;
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryDisk.this) {
        beforeChange.run();
        if (forceFails.test(file.path)) {
          file.dirty.clear();
          throw new IOException("Input/output error");
        }
        file.force();
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
