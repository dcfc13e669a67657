package io.integrationhost.runtime;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.jar.ApiCompatibility;
import io.integrationhost.runtime.jar.StagedPlugin;
import io.integrationhost.runtime.jar.StagingArea;
import io.integrationhost.runtime.lane.HostThreads;
import io.integrationhost.runtime.pf4j.PluginEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a host: finds, verifies and loads their jars, makes transports, and unloads them.
 * One bad jar never stops the others.
 *
 * <p>{@link #load}, {@link #unload} and {@link #close} wait for plugins, within their deadlines,
 * one at a time; they must not be called from a continuation of a stage of this module. The other
 * methods never block.
 */
public final class PluginRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PluginRuntime.class);

  private final PluginSettings settings;
  private final StagingArea staging;
  private final PluginEngine engine;
  private final HostThreads threads = new HostThreads();
  private final Map<String, LoadedPlugin> loaded = new ConcurrentHashMap<>();
  private volatile PluginCatalog catalog = PluginCatalog.empty();
  private boolean used;
  private boolean closed;

  /** A runtime without plugins. */
  public PluginRuntime(PluginSettings settings) {
    this.settings = settings;
    this.staging =
        new StagingArea(settings.workDirectory(), ApiCompatibility.ofThisHost(), settings.allow());
    this.engine = new PluginEngine(TransportPlugin.class.getClassLoader());
  }

  /**
   * Loads every jar of the plugins directory; called once. What cannot be loaded is in the result
   * with its reason, a missing directory too.
   *
   * @throws java.io.UncheckedIOException when the work directory cannot be written
   */
  public synchronized PluginCatalog load() {
    if (used) {
      throw new IllegalStateException("load() was called before or after close()");
    }
    used = true;
    staging.prepare();
    new PluginRights(settings).warnings().forEach(warning -> LOG.warn("{}", warning));
    CatalogBuilder builder = new CatalogBuilder();
    PluginDirectory directory = new PluginDirectory(settings.directory());
    try {
      new PluginIntake(staging, this::load, builder).take(directory.jars());
    } catch (IOException e) {
      builder.rejected(directory.unreadable(e));
    }
    catalog = builder.build();
    return catalog;
  }

  private PluginInfo load(StagedPlugin staged) {
    LoadedPlugin plugin = new LoadedPlugin(staged, settings, threads);
    try {
      engine.load(staged, plugin);
    } finally {
      warnOfSurvivors(plugin.report());
    }
    loaded.put(staged.descriptor().id(), plugin);
    return plugin.info();
  }

  /** What is installed now. */
  public PluginCatalog catalog() {
    return catalog;
  }

  /**
   * Makes a transport; it does not serve devices before {@link HostedTransport#start}. The stage
   * completes on the thread {@code plugin-results} and fails with a {@link PluginFailure}.
   */
  public CompletionStage<HostedTransport> create(TransportRequest request) {
    LoadedPlugin plugin = loaded.get(request.pluginId());
    return plugin == null
        ? CompletableFuture.failedFuture(notInstalled(request))
        : plugin.create(request);
  }

  private PluginFailure notInstalled(TransportRequest request) {
    List<String> installed = catalog.plugins().stream().map(PluginInfo::id).toList();
    return new PluginFailure(
        Kind.CONFIGURATION,
        request.label() + " needs plugin '" + request.pluginId() + "', which is not installed",
        installed.isEmpty()
            ? "put its jar into " + settings.directory()
            : "name an installed one: " + String.join(", ", installed));
  }

  /**
   * Stops the transports of a plugin, newest first, then the plugin, and closes its class loader.
   * Host objects such as {@link HostedTransport} stay usable and answer that they have stopped.
   *
   * @return how it went; empty when no such plugin is loaded
   */
  public synchronized Optional<UnloadReport> unload(String id) {
    LoadedPlugin plugin = loaded.remove(id);
    if (plugin == null) {
      return Optional.empty();
    }
    catalog = catalog.without(id);
    engine.unload(id);
    staging.delete(plugin.staged().directory());
    UnloadReport report = plugin.report();
    report.failures().forEach(failure -> LOG.warn("{}", failure));
    warnOfSurvivors(report);
    LOG.info("plugin {} unloaded", report.plugin());
    return Optional.of(report);
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

  /** Unloads all plugins, the last loaded first. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    used = true;
    List<PluginInfo> newestFirst = new ArrayList<>(catalog.plugins());
    Collections.reverse(newestFirst);
    newestFirst.forEach(plugin -> unload(plugin.id()));
    threads.close();
  }
}
