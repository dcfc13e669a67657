package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.ReservedIds;
import io.integrationhost.runtime.trust.AllowList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How plugins are run.
 *
 * @param directories where people put plugin jars, at least one, each once; never written to, and
 *     no file in them stays open. The newest version of a plugin serves, whatever its directory; of
 *     the same version the one in the directory that is named first
 * @param workDirectory where the runtime keeps its copies, in the child {@code staged}, which is
 *     emptied at every start; not shared between processes
 * @param maxUplinksUnderWay how many uplinks one transport may have published without an answer
 * @param pollInterval how often the directories are looked at for changes; zero: never
 * @param allow which jars may be loaded
 * @param memory bytes that all transports together may keep because of their devices
 */
public record PluginSettings(
    List<Path> directories,
    Path workDirectory,
    Deadlines deadlines,
    int maxUplinksUnderWay,
    Duration pollInterval,
    AllowList allow,
    long memory) {

  /** Keys that stand beside the sections of plugins in the settings: no plugin has such an id. */
  public static final Set<String> RESERVED_IDS = ReservedIds.all();

  /** A bound that keeps a fast transport busy and its memory small. */
  public static final int DEFAULT_UPLINKS_UNDER_WAY = 10_000;

  public PluginSettings {
    directories = List.copyOf(directories);
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("directories is empty (expected: 1 or more)");
    }
    Objects.requireNonNull(workDirectory, "workDirectory");
    Objects.requireNonNull(deadlines, "deadlines");
    Objects.requireNonNull(pollInterval, "pollInterval");
    Objects.requireNonNull(allow, "allow");
    if (memory < 0) {
      throw new IllegalArgumentException("memory is " + memory + " (expected: 0 or more)");
    }
    if (maxUplinksUnderWay < 1) {
      throw new IllegalArgumentException(
          "maxUplinksUnderWay is " + maxUplinksUnderWay + " (expected: 1 or more)");
    }
    if (pollInterval.isNegative()) {
      throw new IllegalArgumentException(
          "pollInterval is " + pollInterval + " (expected: zero or more)");
    }
  }

  /** Settings of a runtime whose transports may keep an eighth of the heap. */
  public PluginSettings(
      Path directory,
      Path workDirectory,
      Deadlines deadlines,
      int maxUplinksUnderWay,
      Duration pollInterval,
      AllowList allow) {
    this(
        List.of(directory),
        workDirectory,
        deadlines,
        maxUplinksUnderWay,
        pollInterval,
        allow,
        eighthOfHeap());
  }

  /** What transports may keep where nobody has set it. */
  public static long eighthOfHeap() {
    return Runtime.getRuntime().maxMemory() / 8;
  }

  /** Settings of a runtime that allows every jar and does not look for changes. */
  public PluginSettings(
      Path directory, Path workDirectory, Deadlines deadlines, int maxUplinksUnderWay) {
    this(
        directory,
        workDirectory,
        deadlines,
        maxUplinksUnderWay,
        Duration.ZERO,
        AllowList.everyJar());
  }

  /** The default deadlines and bound; allows every jar and does not look for changes. */
  public static PluginSettings of(Path directory, Path workDirectory) {
    return new PluginSettings(
        directory, workDirectory, Deadlines.DEFAULT, DEFAULT_UPLINKS_UNDER_WAY);
  }

  /** The same plugins, for another process. */
  public PluginSettings withWorkDirectory(Path other) {
    return new PluginSettings(
        directories, other, deadlines, maxUplinksUnderWay, pollInterval, allow, memory);
  }

  /** The directories for messages, such as {@code /etc/plugins or /usr/share/plugins}. */
  public String places() {
    return directories.stream().map(Path::toString).collect(Collectors.joining(" or "));
  }

  /** The same rules for jars elsewhere. */
  public PluginSettings withDirectory(Path other) {
    return new PluginSettings(
        List.of(other), workDirectory, deadlines, maxUplinksUnderWay, pollInterval, allow, memory);
  }
}
