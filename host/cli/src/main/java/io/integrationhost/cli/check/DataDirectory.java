package io.integrationhost.cli.check;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The directory in which a host keeps its files, which need not exist yet. */
record DataDirectory(Path path) {

  /** Why this user could not run a host with it, and what to do. */
  Optional<String> problem() {
    Path nearest = path.toAbsolutePath().normalize();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    if (!Files.isDirectory(nearest)) {
      return Optional.of(nearest + " is no directory; remove that file or set data-directory");
    }
    if (!Files.isWritable(nearest)) {
      return Optional.of(cannotBeWritten(nearest));
    }
    return nearest.equals(path.toAbsolutePath().normalize()) ? inside() : Optional.empty();
  }

  /** A host that another user started once has left folders of its own. */
  private Optional<String> inside() {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(path, Files::isDirectory)) {
      for (Path folder : folders) {
        if (!Files.isWritable(folder)) {
          return Optional.of(cannotBeWritten(folder));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(path + " cannot be read (" + e + "); check rights or set data-directory");
    }
  }

  private static String cannotBeWritten(Path folder) {
    return folder
        + " cannot be written by this user; give it the right, or check as the user that runs the"
        + " host, or set data-directory";
  }
}
