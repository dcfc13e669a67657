package io.integrationhost.host.settings;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of a host that runs: read once to start with, and again when the settings file, a
 * file that it includes or a secret-file has changed. A file counts as changed when it held the
 * same at two looks in a row, so that one that is being written, or replaced by an editor, is left
 * alone. Confined to one thread at a time; reads the disk.
 */
public final class LiveSettings {

  private final SettingsLoader loader;
  private final Optional<Path> file;
  private Optional<LaterSettings> later = Optional.empty();
  private Optional<LoadedSettings> current = Optional.empty();
  private volatile Optional<SettingsReport> report = Optional.empty();
  private Map<Path, String> known = Map.of();
  private Map<Path, String> lastLook = Map.of();

  /**
   * Settings that are not read yet.
   *
   * @param file empty when the environment is all there is; then nothing ever changes
   */
  public LiveSettings(SettingsLoader loader, Optional<Path> file) {
    this.loader = loader;
    this.file = file.map(path -> path.toAbsolutePath().normalize());
  }

  /**
   * What to start with; called once, before any look.
   *
   * @throws SettingsException with every problem found
   */
  public HostSettings start() {
    LoadedSettings loaded = load();
    later = Optional.of(new LaterSettings(loaded.config()));
    current = Optional.of(loaded);
    report = Optional.of(SettingsReport.started(loaded, files(), Instant.now()));
    return loaded.settings();
  }

  /** The files that are looked at. */
  public Set<Path> files() {
    return new TreeSet<>(known.keySet());
  }

  /**
   * Reads the settings if a file has changed; the settings in use stay what they are when the new
   * ones cannot be used.
   *
   * @return the change; empty when no file has changed since the last reading, good or bad
   * @throws SettingsException with every problem of the changed settings, once per change
   */
  public Optional<SettingsChange> look() {
    Map<Path, String> now = SettingsFiles.look(known.keySet());
    boolean stable = now.equals(lastLook);
    lastLook = now;
    if (!stable || now.equals(known)) {
      return Optional.empty();
    }
    try {
      return Optional.of(change());
    } catch (SettingsException e) {
      report = report.map(before -> before.refused(e.problems()));
      throw e;
    }
  }

  private SettingsChange change() {
    LoadedSettings former = current.orElseThrow();
    LoadedSettings loaded = load();
    EnvironmentIntegration.refuseToDrop(former.config(), loaded.config());
    current = Optional.of(loaded);
    List<String> notNow = later.orElseThrow().between(former.config(), loaded.config());
    report = report.map(before -> before.changed(loaded, files(), notNow, Instant.now()));
    return new SettingsChange(loaded.settings().integrations(), notNow);
  }

  /** The settings in effect and what became of changes; any thread, absent before the start. */
  public Optional<SettingsReport> report() {
    return report;
  }

  private LoadedSettings load() {
    SettingsFiles files = new SettingsFiles();
    try {
      return loader.load(file, files);
    } finally {
      known = files.held();
      lastLook = Map.of();
    }
  }
}
