package io.integrationhost.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks whether users other than the owner and its group could put code into the host: whoever may
 * write a plugin jar, or swap the host's copies, decides what runs. Knows POSIX permissions only;
 * where the file system has none, it finds nothing.
 */
public final class PluginRights {

  private final PluginSettings settings;

  public PluginRights(PluginSettings settings) {
    this.settings = settings;
  }

  /** What is too open, each with what to do; empty when all is well. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Path plugins : settings.directories()) {
      if (openToOthers(plugins)) {
        warnings.add(
            "every user of this machine may put jars into the plugins directory "
                + plugins
                + ", and so run code in this host; "
                + chmod(plugins));
      }
      for (Path jar : jars(plugins)) {
        if (openToOthers(jar)) {
          warnings.add(
              "every user of this machine may change the plugin jar "
                  + jar
                  + ", and so run code in this host; "
                  + chmod(jar));
        }
      }
    }
    // The copies are the owner's only, but whoever may write beside them may swap their directory.
    Path work = settings.workDirectory().toAbsolutePath();
    for (Path folder : Stream.of(work, work.getParent()).filter(Files::isDirectory).toList()) {
      if (openToOthers(folder) && !sticky(folder)) {
        warnings.add(
            "every user of this machine may replace what is in "
                + folder
                + ", where the host keeps its copies of plugin jars; "
                + chmod(folder));
      }
    }
    return List.copyOf(warnings);
  }

  private static List<Path> jars(Path plugins) {
    try {
      return new PluginDirectory(plugins).jars();
    } catch (IOException e) {
      // Told by whoever reads the jars.
      return List.of();
    }
  }

  private static String chmod(Path path) {
    return "take that right away (chmod o-w " + path + ")";
  }

  private static boolean openToOthers(Path path) {
    try {
      return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** In such a directory, as {@code /tmp} is, users cannot remove what belongs to others. */
  private static boolean sticky(Path directory) {
    try {
      return ((int) Files.getAttribute(directory, "unix:mode") & 01000) != 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
