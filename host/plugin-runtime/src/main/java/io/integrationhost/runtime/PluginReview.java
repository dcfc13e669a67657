package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.ApiCompatibility;
import io.integrationhost.runtime.jar.ContentReview;
import io.integrationhost.runtime.jar.Descriptor;
import io.integrationhost.runtime.jar.JarProblem;
import io.integrationhost.runtime.jar.ServesLine;
import io.integrationhost.runtime.jar.StagedPlugin;
import io.integrationhost.runtime.jar.StagingArea;
import io.integrationhost.runtime.trust.AllowList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * What is to be said about a plugin jar before it is shipped: everything for which a host would
 * refuse it, found by loading it as a host does, which runs the constructor of its entry point, and
 * what a host would not notice until it is too late.
 *
 * @param problems why the jar must not be shipped, each with its cure
 * @param warnings what its users will miss
 */
public record PluginReview(List<String> problems, List<String> warnings) {

  public PluginReview {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reviews a jar for hosts with this version of the plugin API.
   *
   * @param work an existing folder, which the review may use and change
   * @param release the oldest Java release on which the plugin must run
   * @throws IOException when the work folder cannot be used
   */
  public static PluginReview of(Path jar, Path work, int release) throws IOException {
    StagingArea area =
        new StagingArea(
            work.resolve("content"), ApiCompatibility.ofThisHost(), AllowList.everyJar());
    area.prepare();
    List<String> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    StagedPlugin staged;
    try {
      staged = area.stage(jar);
      new ContentReview(release)
          .problems(staged)
          .forEach(problem -> problems.add(text(problem.reason(), problem.cure())));
      warnings.addAll(omissions(staged));
    } catch (JarProblem e) {
      return new PluginReview(List.of(text(e.reason(), e.cure())), warnings);
    }
    problems.addAll(refusals(jar, work, staged.descriptor()));
    return new PluginReview(problems, warnings);
  }

  /**
   * What the plugin in a jar answers to {@code serves()}, as the value of {@code Plugin-Serves} in
   * a manifest. Loads the jar as a host does.
   *
   * @param work an existing folder, which is used and changed
   * @return empty when a host would refuse the jar, or a line cannot say it
   * @throws IOException when the work folder cannot be used
   */
  public static Optional<String> servesLine(Path jar, Path work) throws IOException {
    try (PluginRuntime runtime = runtime(jar, work)) {
      return runtime.loadAll().plugins().stream()
          .findFirst()
          .flatMap(plugin -> ServesLine.of(plugin.serves()));
    }
  }

  private static List<String> omissions(StagedPlugin staged) throws IOException {
    List<String> omissions = new ArrayList<>();
    try (ZipFile zip = new ZipFile(staged.jar().toFile())) {
      if (zip.getEntry("plugin.conf") == null) {
        omissions.add(
            "has no plugin.conf; put one with every setting, its default and a comment at the root"
                + " of the jar (src/main/resources): hosts report unknown keys by it");
      }
    }
    if (staged.descriptor().requires().isEmpty()) {
      omissions.add(
          "does not say which plugin API it was built with; write Plugin-Requires into its"
              + " manifest");
    }
    return omissions;
  }

  private static List<String> refusals(Path jar, Path work, Descriptor descriptor)
      throws IOException {
    try (PluginRuntime runtime = runtime(jar, work)) {
      PluginCatalog catalog = runtime.loadAll();
      Stream<String> rejected =
          catalog.rejected().stream().map(each -> text(each.reason(), each.cure()));
      return Stream.concat(rejected, otherManifest(catalog, descriptor)).toList();
    }
  }

  private static PluginRuntime runtime(Path jar, Path work) throws IOException {
    Path plugins = Files.createDirectories(work.resolve("plugins"));
    Files.copy(jar, plugins.resolve(jar.getFileName()));
    return new PluginRuntime(PluginSettings.of(plugins, work.resolve("runtime")));
  }

  private static Stream<String> otherManifest(PluginCatalog catalog, Descriptor descriptor) {
    Optional<Set<String>> said = descriptor.serves();
    return catalog.plugins().stream()
        .map(PluginInfo::serves)
        .filter(answered -> said.isPresent() && !said.get().equals(answered))
        .map(
            answered ->
                text(
                    "its manifest says "
                        + ServesLine.NAME
                        + ": "
                        + new TreeSet<>(said.get())
                        + ", and serves() answers "
                        + new TreeSet<>(answered),
                    "let serves() answer the same always, and build the jar again"));
  }

  private static String text(String reason, String cure) {
    return reason + "; " + cure;
  }
}
