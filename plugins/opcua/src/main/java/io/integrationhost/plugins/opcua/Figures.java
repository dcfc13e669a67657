package io.integrationhost.plugins.opcua;

import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.TransportContext;
import java.util.concurrent.atomic.LongAdder;

/** What is counted, for the host's metrics and for people. Thread-safe. */
final class Figures {

  /** A counter that can be read, too. */
  static final class Figure {
    private final Counter counter;
    private final LongAdder sum = new LongAdder();

    private Figure(TransportContext context, String name, String help) {
      counter = context.counter(name, help);
    }

    void add(long amount) {
      counter.add(amount);
      sum.add(amount);
    }

    long sum() {
      return sum.sum();
    }
  }

  final Figure received;
  final Figure bad;
  final Figure superseded;
  final Figure connections;
  final Figure recreated;
  final Figure lost;
  final Figure written;
  final Figure notWritten;

  Figures(TransportContext context) {
    received = new Figure(context, "values_received", "Values that the server has sent");
    bad = new Figure(context, "values_bad", "Values with a bad status");
    superseded =
        new Figure(
            context,
            "values_superseded",
            "Values that the host did not take and newer ones replace");
    connections = new Figure(context, "connections_made", "Sessions that were opened");
    recreated =
        new Figure(context, "subscriptions_recreated", "Subscriptions that were made again");
    lost =
        new Figure(
            context,
            "notifications_lost",
            "Gaps: what the server could not repeat, or had no room for in a variable's queue");
    written = new Figure(context, "downlinks_confirmed", "Downlinks that the server confirmed");
    notWritten = new Figure(context, "downlinks_failed", "Downlinks that it did not");
  }
}
