package io.integrationhost.cli.start;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that the start script leaves when it hands an archive of classes to Java. When it is
 * still there at the next start, the former one died of the archive, perhaps: the script takes that
 * away.
 */
public final class StartMark {

  private static final Logger log = LoggerFactory.getLogger(StartMark.class);
  private static final String PREFIX = "start-";

  private StartMark() {}

  /** This process has not died: takes its mark away, if there is one. */
  public static void remove() {
    ClassArchive.ofStart()
        .ifPresent(
            archive -> delete(archive.folder().resolve(PREFIX + ProcessHandle.current().pid())));
  }

  /** Takes all marks away, for the host that owns the data directory. */
  static void removeAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(folder, PREFIX + "*")) {
      marks.forEach(StartMark::delete);
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("marks of starts in {} cannot be listed: {}", folder, e.toString());
    }
  }

  private static void delete(Path mark) {
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      log.debug("the mark of a start {} cannot be deleted: {}", mark, e.toString());
    }
  }
}
