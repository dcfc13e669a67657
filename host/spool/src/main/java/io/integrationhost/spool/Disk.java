package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file operations of the log, few enough to be replaced by a disk that fails on demand. What it
 * makes only its owner can read.
 */
interface Disk {

  /** Makes a file that must not exist. */
  DiskFile create(Path path) throws IOException;

  /** Opens a file that exists. */
  DiskFile open(Path path) throws IOException;

  /**
   * Opens a file that exists and may vanish meanwhile.
   *
   * @throws java.nio.file.NoSuchFileException only when it really is not there
   */
  DiskFile openToRead(Path path) throws IOException;

  /** Equal as long as the name leads to the same file; empty when there is none. */
  Optional<Object> identity(Path path) throws IOException;

  /** Fails when that cannot be found out. */
  default boolean exists(Path path) throws IOException {
    return identity(path).isPresent();
  }

  /** Deletes a file; one that is missing is fine. */
  void delete(Path path) throws IOException;

  /** Gives a file another name, in place of one that has it. */
  void rename(Path from, Path to) throws IOException;

  /** The files of a directory whose names end so, in order of their names. */
  List<Path> list(Path directory, String suffix) throws IOException;

  /** Makes a directory in one that exists. */
  void createDirectory(Path directory) throws IOException;

  /** Makes a directory, and those that it is in, so that a power loss does not take them. */
  default void createDirectories(Path directory) throws IOException {
    if (exists(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    createDirectory(directory);
    if (parent != null) {
      try {
        syncDirectory(parent);
      } catch (AccessDeniedException e) {
        // In a directory of others that cannot be read there is nothing more to do.
        return;
      }
    }
  }

  /** Takes from others the rights on a directory and the files in it, which older builds left. */
  void restrict(Path directory) throws IOException;

  /** Makes creations, renames and deletions in the directory durable. */
  void syncDirectory(Path directory) throws IOException;

  long usableBytes(Path directory) throws IOException;

  /**
   * Takes a lock that no other process and no other store of this process can take.
   *
   * @return releases the lock; null when another has it
   */
  Closeable lock(Path path) throws IOException;
}
