package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file operations of the log, few enough to be replaced by a disk that fails on demand. */
interface Disk {

  /** Makes a file that must not exist. */
  DiskFile create(Path path) throws IOException;

  /** Opens a file that exists. */
  DiskFile open(Path path) throws IOException;

  boolean exists(Path path);

  /** Deletes a file; one that is missing is fine. */
  void delete(Path path) throws IOException;

  /** The files of a directory whose names end so, in order of their names. */
  List<Path> list(Path directory, String suffix) throws IOException;

  void createDirectories(Path directory) throws IOException;

  /** Makes creations and deletions in the directory durable. */
  void syncDirectory(Path directory) throws IOException;

  long usableBytes(Path directory) throws IOException;

  /**
   * Takes a lock that no other process and no other store of this process can take.
   *
   * @return releases the lock; null when another has it
   */
  Closeable lock(Path path) throws IOException;
}
