package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Return;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes readings into a queue, as a device or a gateway does, and prints what became of them.
 */
final class SimulateTool implements Tool.Action {

  static final String HELP =
      "publishes readings into a queue: --host NAME --queue NAME, or --integration NAME"
          + " [--transport rabbitmq] for what the host knows of one; [--port 5672] [--user guest]"
          + " [--password guest] [--vhost /] [--count 3] [--interval-ms 1000] [--payload TEXT, in"
          + " which {n} is a number that grows]";

  private static final String USAGE = "usage: simulate: " + HELP;
  private static final String PAYLOAD = "{\"device\": \"boiler\", \"temperature\": {n}}";
  private static final int CONFIRM_MILLIS = 10_000;

  /** The options that say what a key of the form says. */
  private static final Map<String, String> KEYS =
      Map.of(
          "host", "host",
          "port", "port",
          "user", "username",
          "password", "password",
          "vhost", "virtualHost",
          "queue", "queues");

  private static final Set<String> OTHERS =
      Set.of("integration", "transport", "count", "interval-ms", "payload");

  @Override
  public int run(ToolContext context) throws Exception {
    Map<String, String> options = new LinkedHashMap<>();
    Queue<String> args = new ArrayDeque<>(context.args());
    while (!args.isEmpty()) {
      String name = args.remove();
      String key = name.startsWith("--") ? name.substring(2) : "";
      if (!(KEYS.containsKey(key) || OTHERS.contains(key)) || args.isEmpty()) {
        return wrong(context, "'" + name + "' is no option with a value");
      }
      options.put(key, args.remove());
    }
    Optional<Integer> count = number(options, "count", 3);
    Optional<Integer> interval = number(options, "interval-ms", 1000);
    if (count.isEmpty() || interval.isEmpty()) {
      return wrong(context, "--count and --interval-ms are whole numbers");
    }
    boolean isNamed = options.containsKey("host") && options.containsKey("queue");
    if (!isNamed && !options.containsKey("integration")) {
      return wrong(context, "--host and --queue are missing, or --integration");
    }
    Settings settings = settings(context, options);
    String payload = options.getOrDefault("payload", PAYLOAD);
    return publish(context, settings, payload, count.get(), interval.get());
  }

  private static int wrong(ToolContext context, String what) {
    context.err().println(what + "; " + USAGE);
    return 2;
  }

  private static Optional<Integer> number(Map<String, String> options, String name, int absent) {
    try {
      return Optional.of(
          options.containsKey(name) ? Integer.parseUnsignedInt(options.get(name)) : absent);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Settings settings(ToolContext context, Map<String, String> options) {
    Config config =
        options.containsKey("integration")
            ? context.config(
                options.get("integration"), options.getOrDefault("transport", "rabbitmq"))
            : ConfigFactory.empty();
    for (Map.Entry<String, String> key : KEYS.entrySet()) {
      String value = options.get(key.getKey());
      if (value != null) {
        config =
            config.withValue(
                "clientConfiguration." + key.getValue(), ConfigValueFactory.fromAnyRef(value));
      }
    }
    return Settings.read(Keys.of(config, config, name -> Optional.empty()));
  }

  private static int publish(
      ToolContext context, Settings settings, String payload, int count, int interval)
      throws InterruptedException {
    String queue = settings.queues().get(0);
    var threads = new Threads();
    var lane = new Lane(threads, "simulate");
    try (Connection connection =
            new Broker(settings.peer(), threads, "integration-host: simulate")
                .dial(lane, socket -> socket);
        Channel channel = connection.createChannel()) {
      Queue<Return> returned = new ConcurrentLinkedQueue<>();
      channel.addReturnListener(returned::add);
      channel.confirmSelect();
      for (int i = 1; i <= count; i++) {
        if (i > 1) {
          TimeUnit.MILLISECONDS.sleep(interval);
        }
        String text = payload.replace("{n}", Integer.toString(i));
        channel.basicPublish(
            "", queue, true, MessageProperties.MINIMAL_PERSISTENT_BASIC, Bytes.utf8(text));
        boolean isTaken = channel.waitForConfirms(CONFIRM_MILLIS);
        String fate =
            !returned.isEmpty()
                ? "returned: there is no queue '" + queue + "'; start the integration first"
                : isTaken ? "confirmed" : "refused by RabbitMQ";
        context.out().println(text + " > " + fate);
        if (!isTaken || !returned.isEmpty()) {
          return 1;
        }
      }
      return 0;
    } catch (IOException | TimeoutException e) {
      throw Refusal.unavailable(settings.peer().label() + ": " + new Words(settings.peer()).of(e));
    } finally {
      lane.end();
      threads.close();
    }
  }
}
