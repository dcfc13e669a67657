package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock that makes a directory one store's own. When its file is removed or replaced it is taken
 * again; when another store was faster, this one must not store anything any more. Safe for any
 * thread.
 */
final class StoreLock implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreLock.class);

  private final Disk disk;
  private final Path path;
  private final LimitedLog failures = new LimitedLog(LOG);
  private Closeable held;
  private Optional<Object> identity;
  private boolean closed;
  private volatile boolean lost;

  private StoreLock(Disk disk, Path path, Closeable held) throws IOException {
    this.disk = disk;
    this.path = path;
    this.held = held;
    this.identity = disk.identity(path);
  }

  /** Null when another store has it. */
  static StoreLock take(Disk disk, Path path) throws IOException {
    Closeable held = disk.lock(path);
    if (held == null) {
      return null;
    }
    try {
      return new StoreLock(disk, path, held);
    } catch (IOException | RuntimeException | Error e) {
      held.close();
      throw e;
    }
  }

  /** Whether another store has the directory now. */
  boolean isLost() {
    return lost;
  }

  /** Fails when another store has the directory; costs nothing. */
  void check() throws IOException {
    if (lost) {
      throw new IOException(
          "the lock file %s was removed while the host ran, and another process uses the directory now; stop one of the two, then restart the other"
              .formatted(path));
    }
  }

  /** Looks whether the file is still there, and takes the lock anew if not. */
  synchronized void restore() throws IOException {
    check();
    if (closed || disk.identity(path).equals(identity)) {
      return;
    }
    disk.createDirectories(path.getParent());
    Closeable taken = disk.lock(path);
    lost = taken == null;
    check();
    Closeable former = held;
    held = taken;
    identity = disk.identity(path);
    failures.error(
        "{} was removed or replaced while the host ran; it was made anew. Stop the host before you"
            + " touch its data directory",
        path);
    former.close();
  }

  /** As {@link #restore}, for whoever can do nothing about it. */
  void look() {
    try {
      restore();
    } catch (IOException e) {
      failures.error("{}", e.getMessage());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    held.close();
  }
}
