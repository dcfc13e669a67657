package io.integrationhost.runtime;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.jar.StagedPlugin;
import io.integrationhost.runtime.jar.StagingArea;
import io.integrationhost.runtime.lane.HostThreads;
import io.integrationhost.runtime.pf4j.PluginEngine;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads and unloads staged copies, several of one plugin if need be. */
final class Generations {

  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

  private final PluginSettings settings;
  private final MemoryPool memory;
  private final PluginTally tally = new PluginTally();
  private final StagingArea staging;
  private final HostThreads threads;
  private final LeakWatch leaks;
  private final Refusal refusal;
  private final PluginEngine engine = new PluginEngine(TransportPlugin.class.getClassLoader());
  private final Map<Integer, PluginGeneration> known = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  /** Told, on the thread that loads, of a copy that an integration needs and that refuses. */
  @FunctionalInterface
  interface Refusal {
    void refused(PluginGeneration copy, PluginFailure failure);
  }

  Generations(
      PluginSettings settings,
      StagingArea staging,
      HostThreads threads,
      LeakWatch leaks,
      Refusal refusal) {
    this.refusal = refusal;
    this.settings = settings;
    this.memory = new MemoryPool(settings.memory());
    this.staging = staging;
    this.threads = threads;
    this.leaks = leaks;
  }

  PluginGeneration enter(StagedPlugin staged) {
    PluginGeneration generation = new PluginGeneration(staged, last.incrementAndGet());
    known.put(generation.number(), generation);
    return generation;
  }

  /**
   * Loads a copy if it is not loaded.
   *
   * @throws PluginFailure when the plugin refuses or the copy is gone
   */
  LoadedPlugin load(PluginGeneration generation) {
    synchronized (generation) {
      if (generation.isGone()) {
        throw gone(generation.label());
      }
      if (generation.loaded() != null) {
        return generation.loaded();
      }
      LoadedPlugin plugin =
          new LoadedPlugin(generation, settings, memory, threads, tally.of(generation.id()));
      try {
        engine.load(generation.key(), generation.staged(), plugin);
      } catch (RuntimeException | Error e) {
        leaks.watch(plugin);
        warnOfSurvivors(plugin.report());
        throw e;
      }
      generation.loaded(plugin);
      tally.of(generation.id()).count(PluginFigures.Load.LOADED);
      logLoaded(plugin.info());
      return plugin;
    }
  }

  private static void logLoaded(PluginInfo plugin) {
    LOG.info("plugin {} loaded from {}", plugin.label(), plugin.file());
    if (plugin.apiVersionRequired().isEmpty()) {
      LOG.warn(
          "plugin {} does not say which plugin API it was built with; write Plugin-Requires into"
              + " the manifest of {}",
          plugin.label(),
          plugin.file());
    }
  }

  /** Makes a transport with a copy; one that is not loaded is loaded first, on another thread. */
  CompletionStage<HostedTransport> create(PluginCopy copy, TransportRequest request) {
    PluginGeneration generation = known.get(copy.generation());
    if (generation == null) {
      return CompletableFuture.failedFuture(gone(copy.label()));
    }
    return Optional.ofNullable(generation.loaded())
        .flatMap(plugin -> plugin.create(request))
        .orElseGet(() -> createOnDemand(generation, request));
  }

  private CompletionStage<HostedTransport> createOnDemand(
      PluginGeneration generation, TransportRequest request) {
    CompletableFuture<HostedTransport> result = new CompletableFuture<>();
    threads.onDemand(() -> load(generation, request, result));
    return result;
  }

  private void load(
      PluginGeneration generation,
      TransportRequest request,
      CompletableFuture<HostedTransport> result) {
    try {
      CompletionStage<HostedTransport> creation;
      // Nobody unloads it between the loading and the use.
      synchronized (generation) {
        creation = load(generation).create(request).orElseThrow(() -> gone(generation.label()));
      }
      var unused =
          creation.whenComplete(
              (made, failure) -> {
                if (failure == null) {
                  result.complete(made);
                } else {
                  result.completeExceptionally(PluginFailure.in(failure));
                }
              });
    } catch (PluginFailure e) {
      threads.result(() -> result.completeExceptionally(e));
      refusal.refused(generation, e);
    } catch (RuntimeException | Error e) {
      PluginFailure failure =
          new PluginFailure(
              Kind.DEFECT,
              "plugin " + generation.label() + " could not be loaded (" + e + ")",
              "see the log of the host");
      threads.result(() -> result.completeExceptionally(failure));
    }
  }

  private static PluginFailure gone(String label) {
    return new PluginFailure(
        Kind.CONFIGURATION,
        "plugin " + label + " is not installed any more",
        "put its jar into the plugins directory again");
  }

  PluginTally tally() {
    return tally;
  }

  MemoryPool memory() {
    return memory;
  }

  /** How many calls wait for the lanes of a plugin. Any thread. */
  long laneWaiting(String id) {
    return known.values().stream()
        .filter(generation -> generation.id().equals(id))
        .map(PluginGeneration::loaded)
        .filter(Objects::nonNull)
        .mapToLong(LoadedPlugin::laneWaiting)
        .sum();
  }

  /** Unloads a copy that no transport uses; the next transport loads it again. */
  void unloadIfIdle(PluginGeneration generation) {
    synchronized (generation) {
      LoadedPlugin plugin = generation.loaded();
      if (plugin != null && plugin.closeIfIdle()) {
        unload(generation, plugin);
      }
    }
  }

  /** Stops what a copy runs, unloads it and deletes its files; empty when it was not loaded. */
  Optional<UnloadReport> drop(PluginGeneration generation) {
    generation.leave();
    known.remove(generation.number());
    Optional<UnloadReport> report;
    synchronized (generation) {
      report = Optional.ofNullable(generation.loaded()).map(plugin -> unload(generation, plugin));
    }
    staging.delete(generation.staged().directory());
    return report;
  }

  private UnloadReport unload(PluginGeneration generation, LoadedPlugin plugin) {
    generation.loaded(null);
    engine.unload(generation.key());
    tally.of(generation.id()).count(PluginFigures.Load.UNLOADED);
    UnloadReport report = plugin.report();
    report.failures().forEach(failure -> LOG.warn("{}", failure));
    leaks.watch(plugin);
    warnOfSurvivors(report);
    LOG.info("plugin {} unloaded", report.plugin());
    return report;
  }

  /** Drops all copies, the last loaded first. */
  void close() {
    List<PluginGeneration> newestFirst =
        known.values().stream()
            .sorted(Comparator.comparingInt(PluginGeneration::number).reversed())
            .toList();
    newestFirst.forEach(this::drop);
  }

  private static void warnOfSurvivors(UnloadReport report) {
    report
        .survivingThreads()
        .forEach(
            thread ->
                LOG.warn(
                    "plugin {} left {}; it keeps the plugin's memory until it ends, so end it in"
                        + " Transport.stop() or TransportPlugin.close()",
                    report.plugin(),
                    thread));
  }
}
