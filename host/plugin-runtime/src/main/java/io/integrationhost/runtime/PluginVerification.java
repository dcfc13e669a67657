package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.ApiCompatibility;
import io.integrationhost.runtime.jar.Examination;
import io.integrationhost.runtime.jar.StagingArea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at plugin jars as {@link PluginRuntime} does before it loads them, and loads none: no code
 * of a jar runs. Reads whole files on the caller's thread.
 */
public final class PluginVerification {

  private final PluginSettings settings;

  /**
   * A verification by the rules of these settings.
   *
   * @param settings whose work directory no running host may use
   */
  public PluginVerification(PluginSettings settings) {
    this.settings = settings;
  }

  /** Looks at all jars of the plugins directories; what it could not read is in the result. */
  public List<JarReport> verifyAll() {
    List<Path> jars = new ArrayList<>();
    List<JarReport> unreadable = new ArrayList<>();
    for (Path path : settings.directories()) {
      PluginDirectory directory = new PluginDirectory(path);
      try {
        jars.addAll(directory.jars());
      } catch (IOException e) {
        unreadable.add(unread(directory.unreadable(e)));
      }
    }
    return Stream.concat(unreadable.stream(), verify(jars).stream()).toList();
  }

  private static JarReport unread(RejectedJar directory) {
    return new JarReport(
        directory.file(), Optional.empty(), Optional.empty(), "", "", Optional.of(directory));
  }

  /**
   * Looks at some jars.
   *
   * @throws java.io.UncheckedIOException when the work directory cannot be written
   */
  public List<JarReport> verify(List<Path> jars) {
    StagingArea area =
        new StagingArea(settings.workDirectory(), ApiCompatibility.ofThisHost(), settings.allow());
    area.prepare();
    return jars.stream().map(jar -> report(jar, area.examine(jar))).toList();
  }

  private static JarReport report(Path jar, Examination found) {
    return new JarReport(
        jar,
        found.sha256(),
        found.signatures(),
        found.descriptor().map(plugin -> plugin.id() + " " + plugin.version()).orElse(""),
        found.admission(),
        found
            .problem()
            .map(
                problem ->
                    new RejectedJar(jar, problem.reason(), problem.cure(), problem.plugin())));
  }
}
