package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.JarProblem;
import io.integrationhost.runtime.jar.StagedPlugin;
import io.integrationhost.runtime.jar.StagingArea;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes jars into the runtime. Of several files with one plugin the highest version is loaded; when
 * it cannot be, the next one.
 */
final class PluginIntake {

  /** Loads one staged plugin or throws why not. */
  interface Loading {
    PluginInfo load(StagedPlugin staged);
  }

  private static final Comparator<StagedPlugin> HIGHEST_VERSION_FIRST =
      Comparator.comparing((StagedPlugin staged) -> staged.descriptor().version())
          .reversed()
          .thenComparing(StagedPlugin::original);

  private final StagingArea staging;
  private final Loading loading;
  private final CatalogBuilder catalog;

  PluginIntake(StagingArea staging, Loading loading, CatalogBuilder catalog) {
    this.staging = staging;
    this.loading = loading;
    this.catalog = catalog;
  }

  void take(List<Path> jars) {
    Map<String, List<StagedPlugin>> byId = new TreeMap<>();
    for (Path jar : jars) {
      stage(jar)
          .ifPresent(
              staged ->
                  byId.computeIfAbsent(staged.descriptor().id(), id -> new ArrayList<>())
                      .add(staged));
    }
    byId.values().forEach(this::loadBest);
  }

  private Optional<StagedPlugin> stage(Path jar) {
    try {
      return Optional.of(staging.stage(jar));
    } catch (JarProblem e) {
      catalog.rejected(new RejectedJar(jar, e.reason(), e.cure()));
      return Optional.empty();
    }
  }

  private void loadBest(List<StagedPlugin> candidates) {
    candidates.sort(HIGHEST_VERSION_FIRST);
    Optional<PluginInfo> winner = Optional.empty();
    for (StagedPlugin candidate : candidates) {
      if (winner.isPresent()) {
        catalog.superseded(candidate, winner.get());
        staging.delete(candidate.directory());
      } else {
        winner = load(candidate);
      }
    }
  }

  private Optional<PluginInfo> load(StagedPlugin staged) {
    try {
      PluginInfo plugin = loading.load(staged);
      catalog.loaded(plugin);
      return Optional.of(plugin);
    } catch (PluginFailure e) {
      catalog.rejected(new RejectedJar(staged.original(), e.reason(), cure(e)));
      catalog.explain(e);
    } catch (RuntimeException e) {
      catalog.rejected(
          new RejectedJar(
              staged.original(), "could not be loaded (" + e + ")", "see the log of the host"));
    }
    staging.delete(staged.directory());
    return Optional.empty();
  }

  private static String cure(PluginFailure failure) {
    return failure.cure().isEmpty() ? "correct what the plugin names" : failure.cure();
  }
}
