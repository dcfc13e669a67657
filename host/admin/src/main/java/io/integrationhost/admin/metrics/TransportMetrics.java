package io.integrationhost.admin.metrics;

import io.integrationhost.host.front.TransportFigures;
import io.integrationhost.plugin.Receipt;
import java.util.HashMap;
import java.util.Map;

/** The metrics of one transport, but for those of its plugin. */
final class TransportMetrics {

  private final Sink sink;
  private final String integration;
  private final TransportFigures figures;
  private final String name;

  TransportMetrics(Sink sink, String integration, TransportFigures figures) {
    this.sink = sink;
    this.integration = integration;
    this.figures = figures;
    this.name = figures.name();
  }

  void write() {
    uplinks();
    sink.state(Metric.TRANSPORT_STATE, figures.state(), integration, name);
    sink.put(Metric.TRANSPORT_INFO, 1, integration, name, figures.plugin());
    sink.put(Metric.TRANSPORT_STARTS_TOTAL, figures.started(), integration, name, "started");
    sink.put(Metric.TRANSPORT_STARTS_TOTAL, figures.failed(), integration, name, "failed");
    wire();
    sink.put(Metric.TRANSPORT_UNFINISHED_BYTES, figures.memoryHeld(), integration, name);
  }

  private void uplinks() {
    long unseen = figures.load().overLimit();
    sink.put(
        Metric.UPLINKS_PUBLISHED_TOTAL, figures.uplinks().published() + unseen, integration, name);
    Map<Object, Long> results = new HashMap<>(figures.uplinks().rejected());
    results.put("stored", figures.uplinks().stored());
    results.put("no_content", figures.uplinks().empty());
    results.merge(Receipt.Reason.OVERLOADED, unseen, Long::sum);
    results.merge(Receipt.Reason.UNAVAILABLE, figures.load().faults(), Long::sum);
    sink.tally(Metric.UPLINKS_SETTLED_TOTAL, results, integration, name);
    sink.put(Metric.UPLINKS_UNDER_WAY, figures.load().underWay(), integration, name);
  }

  private void wire() {
    sink.put(Metric.TRANSPORT_CONNECTIONS, figures.wire().open(), integration, name);
    sink.put(Metric.TRANSPORT_CONNECTIONS_OPENED_TOTAL, figures.wire().opened(), integration, name);
    sink.tally(
        Metric.TRANSPORT_CONNECTIONS_CLOSED_TOTAL, figures.wire().closed(), integration, name);
    sink.tally(
        Metric.TRANSPORT_CONNECTIONS_REFUSED_TOTAL, figures.wire().refused(), integration, name);
    sink.put(Metric.TRANSPORT_RECEIVED_BYTES_TOTAL, figures.wire().received(), integration, name);
    sink.put(Metric.TRANSPORT_SENT_BYTES_TOTAL, figures.wire().sent(), integration, name);
    sink.tally(Metric.TRANSPORT_FRAME_ERRORS_TOTAL, figures.wire().faults(), integration, name);
    sink.put(Metric.TRANSPORT_PAUSED_CONNECTIONS, figures.wire().paused(), integration, name);
  }
}
