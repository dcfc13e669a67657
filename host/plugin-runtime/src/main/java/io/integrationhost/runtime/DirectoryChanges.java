package io.integrationhost.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * What has happened in the plugins directories.
 *
 * @param written new files and those with other bytes
 * @param removed files that are not there any more
 */
record DirectoryChanges(List<Path> written, List<Path> removed) {

  DirectoryChanges {
    written = List.copyOf(written);
    removed = List.copyOf(removed);
  }

  boolean isEmpty() {
    return written.isEmpty() && removed.isEmpty();
  }
}
