package io.integrationhost.plugins.mqtt.simulate;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugins.mqtt.sparkplug.SimulatedNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Publishes readings, as devices do, and prints what became of them. */
public final class SimulateTool implements Tool.Action {

  private static final String HELP =
      "publishes readings to a broker: --host NAME, or --integration NAME [--transport mqtt] for"
          + " what the host knows of one; [--port 1883] [--tls true] [--ca FILE] [--user NAME]"
          + " [--password TEXT] [--client-id TEXT] [--topic simulate/{device}] [--payload TEXT, in"
          + " which {device} and {n} are replaced] [--qos 1] [--devices 1] [--count 3, 0 for ever]"
          + " [--interval-ms 1000] [--sparkplug GROUP/NODE, for a node with a device]";

  private static final String PAYLOAD = "{\"deviceName\": \"{device}\", \"temperature\": {value}}";
  private static final int SHORTEST_KEEP_ALIVE = 60;
  private static final int LONGEST_KEEP_ALIVE = 65_535;

  /**
   * The tool.
   *
   * @return named {@code simulate}
   */
  public static Tool tool() {
    return new Tool("simulate", HELP, new SimulateTool());
  }

  private SimulateTool() {}

  @Override
  public int run(ToolContext context) throws Exception {
    Options options;
    try {
      options = Options.read(context);
      options.check();
    } catch (IllegalArgumentException e) {
      context.err().println(e.getMessage() + "; usage: simulate: " + HELP);
      return 2;
    }
    String id =
        options.clientId().orElseGet(() -> "simulate-" + Long.toString(System.nanoTime(), 36));
    // Nothing is sent between two readings, so the broker has to wait longer than that.
    int keepAlive =
        Math.min(
            LONGEST_KEEP_ALIVE,
            Math.max(SHORTEST_KEEP_ALIVE, (int) Math.ceil(options.intervalMillis() / 500.0)));
    try {
      if (options.sparkplug().isPresent()) {
        sparkplug(context, options, id, keepAlive);
      } else {
        plain(context, options, id, keepAlive);
      }
      return 0;
    } catch (IOException e) {
      throw Refusal.unavailable(options.host() + ":" + options.port() + ": " + e.getMessage());
    }
  }

  private static void plain(ToolContext context, Options options, String id, int keepAlive)
      throws IOException, InterruptedException {
    try (BrokerClient broker =
        BrokerClient.connect(options, id, keepAlive, Optional.empty(), (topic, payload) -> {})) {
      for (int n = 0; options.count() == 0 || n < options.count(); n++) {
        if (n > 0) {
          broker.listen(options.intervalMillis());
        }
        String device = "mqtt-" + (n % options.devices() + 1);
        String topic = options.topic().replace("{device}", device);
        String text =
            options
                .payload()
                .orElse(PAYLOAD)
                .replace("{device}", device)
                .replace("{n}", Integer.toString(n + 1))
                .replace("{value}", String.format(Locale.ROOT, "%.1f", temperature(n)));
        if (n == 0) {
          options.unheard(topic).ifPresent(context.err()::println);
        }
        broker.publish(topic, Bytes.utf8(text), options.qos());
        context.out().println(topic + " " + text + " > " + fate(options));
      }
      broker.leave();
    }
  }

  private static String fate(Options options) {
    return options.qos() == 0 ? "sent" : "confirmed";
  }

  private static double temperature(int n) {
    return 20 + 5 * Math.sin(n / 5.0);
  }

  private static void sparkplug(ToolContext context, Options options, String id, int keepAlive)
      throws IOException, InterruptedException {
    String[] names = options.sparkplug().orElseThrow().split("/", -1);
    var node = new SimulatedNode(names[0], names[1], System.currentTimeMillis());
    var will = new BrokerClient.Will(node.deathTopic(), node.death(System.currentTimeMillis()));
    try (BrokerClient broker =
        BrokerClient.connect(
            options,
            id,
            keepAlive,
            Optional.of(will),
            (topic, payload) ->
                node.hear(topic, payload).forEach(line -> context.out().println(line)))) {
      broker.subscribe(node.commandFilter());
      options.unheard(will.topic()).ifPresent(context.err()::println);
      for (int n = 0; options.count() == 0 || n < options.count(); n++) {
        if (n > 0) {
          broker.listen(options.intervalMillis());
        }
        for (SimulatedNode.Said said : node.next(temperature(n), System.currentTimeMillis())) {
          broker.publish(said.topic(), said.payload(), 0);
          context.out().println(said.topic() + " " + said.text() + " > sent");
        }
      }
      broker.publish(will.topic(), node.death(System.currentTimeMillis()), 1);
      context.out().println(will.topic() + " > confirmed");
      broker.leave();
    }
  }
}
