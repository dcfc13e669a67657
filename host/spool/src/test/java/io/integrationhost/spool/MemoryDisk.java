package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A disk in memory that knows what a killed process and a power loss leave behind, and fails on
 * demand.
 */
final class MemoryDisk implements Disk {

  private final Map<Path, MemoryFile> files = new TreeMap<>();
  private final Map<Path, MemoryFile> durableEntries = new HashMap<>();
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

  synchronized List<Path> all(String suffix) {
    return files.keySet().stream().filter(path -> path.toString().endsWith(suffix)).toList();
  }

  /** What a new process finds after this one was killed now. */
  synchronized MemoryDisk afterKill() {
    MemoryDisk copy = new MemoryDisk();
    files.forEach(
        (path, file) -> copy.files.put(path, copy.new MemoryFile(path, file.data, file.size)));
    copy.files.forEach(copy.durableEntries::put);
    return copy;
  }

  /**
   * What is there after a power loss now: everything that was forced and, of the rest, some
   * sectors.
   */
  synchronized MemoryDisk afterPowerLoss(Random random) {
    MemoryDisk copy = new MemoryDisk();
    durableEntries.forEach(
        (path, file) -> {
          byte[] content = file.afterPowerLoss(random);
          copy.files.put(path, copy.new MemoryFile(path, content, content.length));
        });
    copy.files.forEach(copy.durableEntries::put);
    return copy;
  }

  @Override
  public synchronized DiskFile create(Path path) throws IOException {
    beforeChange.run();
    if (files.containsKey(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
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
  public synchronized boolean exists(Path path) {
    return files.containsKey(path);
  }

  @Override
  public synchronized void delete(Path path) {
    beforeChange.run();
    files.remove(path);
  }

  @Override
  public synchronized List<Path> list(Path directory, String suffix) {
    return files.keySet().stream()
        .filter(path -> directory.equals(path.getParent()) && path.toString().endsWith(suffix))
        .sorted()
        .toList();
  }

  @Override
  public void createDirectories(Path directory) {
    // A file's path is enough here.
  }

  @Override
  public synchronized void syncDirectory(Path directory) {
    beforeChange.run();
    durableEntries.keySet().removeIf(path -> directory.equals(path.getParent()));
    files.forEach(
        (path, file) -> {
          if (directory.equals(path.getParent())) {
            durableEntries.put(path, file);
          }
        });
  }

  @Override
  public synchronized long usableBytes(Path directory) {
    return capacity - used();
  }

  @Override
  public synchronized Closeable lock(Path path) {
    if (!locked.add(path)) {
      return null;
    }
    return () -> {
      synchronized (this) {
        locked.remove(path);
      }
    };
  }

  private final class MemoryFile {

    private static final int SECTOR = 512;

    private final Path path;
    private byte[] data;
    private int size;
    private byte[] forced;

    MemoryFile(Path path, byte[] data, int size) {
      this.path = path;
      this.data = Arrays.copyOf(data, size);
      this.size = size;
      this.forced = this.data.clone();
    }

    DiskFile open() {
      return new Handle(this);
    }

    byte[] afterPowerLoss(Random random) {
      byte[] result = forced.clone();
      for (int from = 0; from < size; from += SECTOR) {
        int to = Math.min(size, from + SECTOR);
        if (random.nextBoolean()) {
          result = result.length < to ? Arrays.copyOf(result, to) : result;
          System.arraycopy(data, from, result, from, to - from);
        }
      }
      return result;
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
          file.size = (int) newSize;
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryDisk.this) {
        beforeChange.run();
        if (forceFails.test(file.path)) {
          throw new IOException("Input/output error");
        }
        file.forced = Arrays.copyOf(file.data, file.size);
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
