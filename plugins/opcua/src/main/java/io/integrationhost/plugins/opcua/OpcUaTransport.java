package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One server of one integration. Thread-safe. */
final class OpcUaTransport implements Transport {

  private static final int MOST_SAID = 5;

  private final TransportContext context;
  private final Settings settings;
  private final Flow flow;
  private final Figures figures;
  private final Connection connection;
  private final Downlinks downlinks;
  private volatile boolean stopped;

  OpcUaTransport(TransportContext context, Settings settings, Threads threads) {
    this.context = context;
    this.settings = settings;
    figures = new Figures(context);
    flow = new Flow(context);
    connection = new Connection(context, settings, threads, flow, figures);
    downlinks = new Downlinks(connection, figures);
  }

  /** For messages. */
  static String label(TransportContext context) {
    return "integration '" + context.integration() + "', transport '" + context.transport() + "'";
  }

  @Override
  public CompletionStage<Void> start() {
    if (stopped) {
      return Refusal.notNow("the transport was stopped before it had started");
    }
    context.gauge(
        "sessions", "Sessions with the server", () -> connection.client().isPresent() ? 1 : 0);
    context.gauge("devices", "Devices found", () -> connection.plant().feeds().size());
    context.gauge("items", "Variables that the server watches", connection::items);
    context.gauge("uplinks_under_way", "Uplinks that the host has not settled", flow::underWay);
    context.gauge("devices_refused", "Devices of which it did not take all", flow::refused);
    context.gauge(
        "scan_milliseconds",
        "How long the last scan took",
        () -> connection.plant().took().map(java.time.Duration::toMillis).orElse(0L));
    connection.start();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> stop() {
    stopped = true;
    flow.stop();
    return connection.stop();
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return stopped ? Refusal.notNow("the transport stops") : downlinks.send(downlink);
  }

  @Override
  public void pause(boolean now) {
    flow.pause(now);
  }

  @Override
  public Placement placement() {
    return Placement.ONE_HOST;
  }

  @Override
  public Health health() {
    Optional<String> away = connection.away();
    if (away.isPresent()) {
      return Health.down(away.get());
    }
    List<String> problems = new ArrayList<>(connection.plant().problems());
    problems.addAll(connection.problems());
    if (problems.isEmpty()) {
      return new Health(
          Health.Status.UP,
          "%d devices, %d variables"
              .formatted(connection.plant().feeds().size(), connection.items()));
    }
    List<String> some = problems.subList(0, Math.min(MOST_SAID, problems.size()));
    int more = problems.size() - some.size();
    return Health.degraded(String.join("; ", some) + (more == 0 ? "" : "; and " + more + " more"));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "server", settings.server().url() + connection.away().map(why -> ", away").orElse(""));
    facts.put("security", settings.security().policy().toString());
    facts.put(
        "watched",
        "%d devices, %d variables in %d subscriptions"
            .formatted(
                connection.plant().feeds().size(), connection.items(), connection.subscriptions()));
    connection
        .plant()
        .took()
        .ifPresent(
            time ->
                facts.put(
                    "last scan",
                    "%d nodes in %d ms".formatted(connection.plant().seen(), time.toMillis())));
    facts.put(
        "values",
        "%d received, %d of them bad, %d replaced by newer ones, %d gaps"
            .formatted(
                figures.received.sum(),
                figures.bad.sum(),
                figures.superseded.sum(),
                figures.lost.sum()));
    facts.put(
        "host",
        "%d uplinks under way, %d devices wait%s"
            .formatted(
                flow.underWay(), flow.refused(), flow.isClosed() ? ", the server waits" : ""));
    facts.put(
        "sessions",
        "%d made, %d subscriptions made again"
            .formatted(figures.connections.sum(), figures.recreated.sum()));
    facts.put(
        "downlinks",
        "%d confirmed, %d not".formatted(figures.written.sum(), figures.notWritten.sum()));
    return facts;
  }
}
