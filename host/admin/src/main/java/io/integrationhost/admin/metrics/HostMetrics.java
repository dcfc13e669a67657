package io.integrationhost.admin.metrics;

import io.integrationhost.converter.EngineStatus;
import io.integrationhost.host.HostFigures;
import io.integrationhost.runtime.PluginFigures;
import io.integrationhost.runtime.Step;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Map;

/** The metrics of the host as a whole and of its plugins. */
final class HostMetrics {

  private final Sink sink;
  private final HostFigures figures;

  HostMetrics(Sink sink, HostFigures figures) {
    this.sink = sink;
    this.figures = figures;
  }

  void write() {
    settings();
    disk();
    sink.put(Metric.LINK_WINDOW_MESSAGES, figures.linkWindow());
    sink.put(Metric.UPLINKS_UNDER_WAY_LIMIT, figures.uplinksUnderWayLimit());
    sink.put(Metric.SPOOL_COMMIT_DURATION_SECONDS, figures.commits().durations());
    sink.put(Metric.SPOOL_COMMIT_ITEMS, figures.commits().items());
    sink.put(Metric.SPOOL_WRITTEN_BYTES_TOTAL, figures.commits().writtenBytes());
    EngineStatus scripts = figures.converters();
    sink.put(Metric.CONVERTER_WORKERS, Math.max(0, scripts.workers() - scripts.busy()), "idle");
    sink.put(Metric.CONVERTER_WORKERS, scripts.busy(), "busy");
    sink.put(Metric.CONVERTER_WORKERS, scripts.lost(), "lost");
    sink.put(Metric.MEMORY_LIMIT_BYTES, figures.memoryLimit());
    sink.put(Metric.MEMORY_HELD_BYTES, figures.memoryHeld());
    sink.put(Metric.NETTY_POOLED_BYTES, figures.pooled().heap(), "heap");
    sink.put(Metric.NETTY_POOLED_BYTES, figures.pooled().direct(), "direct");
    plugins();
    figures.spread().ifPresent(spread -> IntegrationMetrics.spread(sink, spread));
  }

  private void settings() {
    sink.put(Metric.SETTINGS_RELOADS_TOTAL, figures.reloads().applied(), "applied");
    sink.put(Metric.SETTINGS_RELOADS_TOTAL, figures.reloads().rejected(), "rejected");
    sink.put(Metric.SETTINGS_LAST_RELOAD_SUCCESSFUL, figures.reloads().lastSuccessful());
    sink.put(
        Metric.SETTINGS_LAST_RELOAD_SUCCESS_TIMESTAMP_SECONDS,
        figures.reloads().lastSuccess().toEpochMilli() / 1000.0);
  }

  private void disk() {
    try {
      FileStore store = Files.getFileStore(figures.dataDirectory());
      sink.put(Metric.DATA_DIRECTORY_FREE_BYTES, store.getUsableSpace());
      sink.put(Metric.DATA_DIRECTORY_SIZE_BYTES, store.getTotalSpace());
    } catch (IOException e) {
      // A disk that cannot be asked has no size now; its other troubles are told elsewhere.
      return;
    }
  }

  private void plugins() {
    figures
        .catalog()
        .plugins()
        .forEach(
            plugin -> sink.put(Metric.PLUGIN_INFO, 1, plugin.id(), plugin.version(), "loaded"));
    figures.catalog().superseded().stream()
        .map(jar -> Map.entry(jar.id(), jar.version()))
        .distinct()
        .forEach(
            jar -> sink.put(Metric.PLUGIN_INFO, 1, jar.getKey(), jar.getValue(), "superseded"));
    sink.put(Metric.PLUGIN_REJECTED_JARS, figures.catalog().rejected().size());
    figures.plugins().forEach(this::plugin);
  }

  private void plugin(PluginFigures plugin) {
    String id = plugin.id();
    sink.tally(Metric.PLUGIN_LOADS_TOTAL, plugin.loads(), id);
    sink.put(Metric.PLUGIN_LEAKED_LOADERS, plugin.leaked(), id);
    plugin
        .calls()
        .forEach(
            (step, reading) -> {
              if (step != Step.OTHER) {
                sink.put(Metric.PLUGIN_CALL_DURATION_SECONDS, reading, id, Sink.word(step));
              }
            });
    sink.put(Metric.PLUGIN_LANE_WAITING, plugin.laneWaiting(), id);
    sink.tally(Metric.PLUGIN_FAILURES_TOTAL, plugin.failures(), id);
  }
}
