package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.integrationhost.ground.Problem;
import io.integrationhost.hocon.Redaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The settings in effect, and what became of changes, for people. Immutable. */
public final class SettingsReport {

  private static final String VARIABLE = "environment variable ";

  private final Config config;
  private final List<Path> files;
  private final List<String> notes;
  private final List<Problem> problems;
  private final List<String> later;
  private final Instant readAt;
  private final long applied;
  private final long refused;

  private SettingsReport(
      Config config,
      List<Path> files,
      List<String> notes,
      List<Problem> problems,
      List<String> later,
      Instant readAt,
      long applied,
      long refused) {
    this.config = config;
    this.files = List.copyOf(files);
    this.notes = List.copyOf(notes);
    this.problems = List.copyOf(problems);
    this.later = List.copyOf(later);
    this.readAt = readAt;
    this.applied = applied;
    this.refused = refused;
  }

  static SettingsReport started(LoadedSettings loaded, Set<Path> files, Instant now) {
    return new SettingsReport(
        loaded.config(),
        List.copyOf(files),
        loaded.settings().notes(),
        List.of(),
        List.of(),
        now,
        0,
        0);
  }

  /** A change of the files is in use. */
  SettingsReport changed(
      LoadedSettings loaded, Set<Path> read, List<String> nowLater, Instant now) {
    List<String> all = new ArrayList<>(later);
    nowLater.stream().filter(key -> !all.contains(key)).forEach(all::add);
    return new SettingsReport(
        loaded.config(),
        List.copyOf(read),
        loaded.settings().notes(),
        List.of(),
        all,
        now,
        applied + 1,
        refused);
  }

  /** A change of the files cannot be used. */
  SettingsReport refused(List<Problem> found) {
    return new SettingsReport(config, files, notes, found, later, readAt, applied, refused + 1);
  }

  /** The files that they were read from. */
  public List<Path> files() {
    return files;
  }

  /** What an operator should know although they can be used. */
  public List<String> notes() {
    return notes;
  }

  /** What is wrong with the files on the disk, which are not in use then. */
  public List<Problem> problems() {
    return problems;
  }

  /** Keys that were changed and take effect at the next start. */
  public List<String> later() {
    return later;
  }

  /** When those in effect were read. */
  public Instant readAt() {
    return readAt;
  }

  /** How many changes were taken over since the start. */
  public long applied() {
    return applied;
  }

  /** How many changes could not be used since the start. */
  public long refused() {
    return refused;
  }

  /** All settings by their keys; secrets are hidden. */
  public List<SettingValue> values() {
    Set<String> sections = SettingsSource.defaults().root().keySet();
    Map<String, SettingValue> values = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      List<String> path = ConfigUtil.splitPath(entry.getKey());
      // The environment's variables are in it too, for substitutions.
      if (sections.contains(path.get(0))) {
        values.put(entry.getKey(), value(entry.getKey(), path, entry.getValue()));
      }
    }
    return List.copyOf(values.values());
  }

  private static SettingValue value(String key, List<String> path, ConfigValue value) {
    ConfigOrigin origin = value.origin();
    String description = origin.description();
    Optional<String> variable =
        description.startsWith(VARIABLE)
            ? Optional.of(description.substring(VARIABLE.length()).split("[:, ]", 2)[0])
            : Optional.empty();
    // A line of the built-in defaults is of no use to anybody.
    boolean inFile = variable.isEmpty() && !description.startsWith("built-in defaults");
    int line = origin.lineNumber();
    return new SettingValue(
        key,
        Redaction.value(path, value),
        inFile && line > 0
            ? Optional.of(description.replaceAll(": \\d+(-\\d+)?$", ""))
            : Optional.empty(),
        inFile ? Math.max(line, 0) : 0,
        variable);
  }

  /** Names files, never values. */
  @Override
  public String toString() {
    return "SettingsReport" + files;
  }
}
