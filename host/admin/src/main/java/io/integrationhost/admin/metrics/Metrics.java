package io.integrationhost.admin.metrics;

import io.integrationhost.host.HostFigures;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The page of metrics, for Prometheus. Reads all numbers when it is asked for and holds none, so
 * that what is gone is gone with the next page. Safe for any thread; a page takes milliseconds, and
 * at most the patience of the host's figures longer when plugins are slow to tell their gauges: not
 * for an event loop.
 */
public final class Metrics {

  private final Supplier<HostFigures> host;
  private final BooleanSupplier ready;
  private final Supplier<LogFigures> log;
  private final AdminCounters admin;
  private final Build build;
  private final Clock clock;
  private final PrometheusRegistry machine = machine();

  /**
   * What runs.
   *
   * @param version of the host
   * @param pluginApi version of the plugin API
   */
  public record Build(String version, String pluginApi) {}

  /**
   * Metrics of a host.
   *
   * @param host asked once for each page
   * @param ready as {@code /health/ready} answers
   */
  public Metrics(
      Supplier<HostFigures> host,
      BooleanSupplier ready,
      Supplier<LogFigures> log,
      AdminCounters admin,
      Build build,
      Clock clock) {
    this.host = host;
    this.ready = ready;
    this.log = log;
    this.admin = admin;
    this.build = build;
    this.clock = clock;
  }

  private static PrometheusRegistry machine() {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
    return registry;
  }

  /** The form of the page. */
  @SuppressWarnings("ImmutableEnumChecker") // writers keep nothing
  public enum Format {
    PROMETHEUS_TEXT(PrometheusTextFormatWriter.create()),
    OPEN_METRICS(OpenMetricsTextFormatWriter.create());

    private final ExpositionFormatWriter writer;

    Format(ExpositionFormatWriter writer) {
      this.writer = writer;
    }

    /**
     * The one that whoever asks wants.
     *
     * @param accept the header of that name, if there is one
     */
    public static Format of(Optional<String> accept) {
      return accept.filter(OPEN_METRICS.writer::accepts).isPresent()
          ? OPEN_METRICS
          : PROMETHEUS_TEXT;
    }

    /** The content type with its version. */
    public String contentType() {
      return writer.getContentType();
    }
  }

  /** Reads everything and writes the page; closes nothing. */
  public void write(OutputStream out, Format format) throws IOException {
    format.writer.write(out, read());
  }

  private MetricSnapshots read() {
    HostFigures figures = host.get();
    Sink sink = new Sink();
    sink.put(
        Metric.BUILD_INFO,
        1,
        build.version(),
        System.getProperty("java.version", "unknown"),
        build.pluginApi());
    sink.put(Metric.READY, ready.getAsBoolean());
    LogFigures lines = log.get();
    sink.put(Metric.LOG_EVENTS_TOTAL, lines.warnings(), "warn");
    sink.put(Metric.LOG_EVENTS_TOTAL, lines.errors(), "error");
    sink.put(Metric.LOG_SUPPRESSED_TOTAL, lines.suppressed());
    new HostMetrics(sink, figures).write();
    admin.write(sink);
    PluginMeters meters = new PluginMeters();
    figures
        .integrations()
        .forEach(
            each -> {
              new IntegrationMetrics(sink, each, clock.instant()).write();
              each.transports()
                  .forEach(transport -> new TransportMetrics(sink, each.name(), transport).write());
              meters.add(each);
            });
    List<MetricSnapshot> all = new ArrayList<>(sink.snapshots());
    all.addAll(meters.snapshots());
    machine.scrape().forEach(all::add);
    return new MetricSnapshots(all);
  }
}
