package io.integrationhost.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells whether a store is open somewhere, for who wants to leave it alone then. */
public final class StoreUse {

  private StoreUse() {}

  /** The file that a process has open as long as it has the store open. */
  public static Path lockFile(Path directory) {
    return StoreLayout.lock(directory);
  }

  /**
   * Whether a process has the store in this directory open. Creates and changes nothing.
   *
   * @throws IOException when that cannot be told, for example because of missing rights
   */
  public static boolean isOpen(Path directory) throws IOException {
    Path file = StoreLayout.lock(directory);
    if (Files.notExists(file)) {
      return false;
    }
    // A shared lock needs no right to write, and is gone at once.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }
}
