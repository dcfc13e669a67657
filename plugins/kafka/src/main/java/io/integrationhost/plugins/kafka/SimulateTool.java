package io.integrationhost.plugins.kafka;

import com.typesafe.config.Config;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes readings of a few devices to a topic. */
final class SimulateTool implements Tool.Action {

  static final String HELP =
      "writes readings to a topic: --bootstrap HOST:PORT --topic NAME, or --integration NAME"
          + " [--transport kafka] of this host; [--devices 3] [--count 10] [--interval-ms 1000]"
          + " [--payload TEXT] [--NAME.OF.A.PROPERTY VALUE of Kafka's client]";

  private static final String USAGE = "usage: simulate: " + HELP;
  private static final Set<String> OPTIONS =
      Set.of(
          "bootstrap",
          "topic",
          "integration",
          "transport",
          "devices",
          "count",
          "interval-ms",
          "payload");

  private final Function<Map<String, Object>, Producer<byte[], byte[]>> producers;

  SimulateTool() {
    this(all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** With producers of one's own. */
  SimulateTool(Function<Map<String, Object>, Producer<byte[], byte[]>> producers) {
    this.producers = producers;
  }

  @Override
  public int run(ToolContext context) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < context.args().size(); i += 2) {
      String name = context.args().get(i);
      boolean isOption =
          name.startsWith("--") && (OPTIONS.contains(name.substring(2)) || name.contains("."));
      if (!isOption || i + 1 >= context.args().size()) {
        context.err().println("'" + name + "' is no option with a value; " + USAGE);
        return 2;
      }
      options.put(name.substring(2), context.args().get(i + 1));
    }
    Map<String, Object> properties = new HashMap<>();
    if (options.containsKey("integration")) {
      takeFrom(
          context.config(options.get("integration"), options.getOrDefault("transport", "kafka")),
          options,
          properties);
    }
    Optional<Integer> devices = whole(options, "devices", 3);
    Optional<Integer> count = whole(options, "count", 10);
    Optional<Integer> interval = whole(options, "interval-ms", 1000);
    if (!options.containsKey("bootstrap") || !options.containsKey("topic")) {
      context.err().println("--bootstrap or --topic is missing; " + USAGE);
      return 2;
    }
    if (devices.isEmpty() || count.isEmpty() || interval.isEmpty() || devices.get() < 1) {
      context.err().println("--devices, --count and --interval-ms are whole numbers; " + USAGE);
      return 2;
    }
    options.forEach(
        (name, value) -> {
          if (name.contains(".")) {
            properties.put(name, value);
          }
        });
    return write(context, options, properties, devices.get(), count.get(), interval.get());
  }

  private static void takeFrom(
      Config slice, Map<String, String> options, Map<String, Object> properties) {
    String client = "clientConfiguration.";
    if (!slice.hasPath(client + "bootstrapServers") || !slice.hasPath(client + "topics")) {
      throw Refusal.configuration("this transport has no bootstrapServers and topics");
    }
    options.putIfAbsent("bootstrap", slice.getString(client + "bootstrapServers"));
    options.putIfAbsent("topic", slice.getString(client + "topics").split(",", -1)[0].strip());
    OtherProperties.flat(slice)
        .forEach(
            (name, value) -> {
              if (value.startsWith("secret:") && !options.containsKey(name)) {
                throw Refusal.configuration(
                    name
                        + " of this transport is a secret, which tools do not get; give --"
                        + name);
              }
              properties.put(name, value);
            });
    properties.keySet().retainAll(ProducerConfig.configNames());
    Keys keys = Keys.of(slice, slice, name -> Optional.empty());
    Optional<TlsSettings> tls = TlsSettings.client(keys);
    keys.check();
    tls.ifPresent(each -> KafkaClients.addTls(properties, each));
  }

  private static Optional<Integer> whole(Map<String, String> options, String name, int absent) {
    try {
      return Optional.of(Integer.valueOf(options.getOrDefault(name, Integer.toString(absent))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private int write(
      ToolContext context,
      Map<String, String> options,
      Map<String, Object> properties,
      int devices,
      int count,
      int interval)
      throws InterruptedException {
    String servers = Settings.servers("--bootstrap", options.get("bootstrap"));
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    SaslFactories.install();
    KafkaClients.refuseStrangers(properties);
    int failed = 0;
    try (Producer<byte[], byte[]> producer = producers.apply(properties)) {
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          TimeUnit.MILLISECONDS.sleep(interval);
        }
        String device = "kafka-" + (i % devices + 1);
        String payload = options.getOrDefault("payload", reading(device, i));
        var message =
            new ProducerRecord<>(options.get("topic"), Bytes.utf8(device), Bytes.utf8(payload));
        String answer;
        try {
          answer = "stored as " + producer.send(message).get();
        } catch (ExecutionException e) {
          if (e.getCause() instanceof TimeoutException unknown && i == 0) {
            throw unknown;
          }
          answer = "not stored: " + e.getCause().getMessage();
          failed++;
        }
        context.out().println(payload + " > " + answer);
      }
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw Refusal.unavailable(
          e instanceof TimeoutException
              ? why(servers, properties, options.get("topic"))
              : servers + ": " + cause.getMessage());
    }
    return failed == 0 ? 0 : 1;
  }

  /** Kafka's client says of all that it does not know where the topic is. */
  private static String why(String servers, Map<String, Object> properties, String topic) {
    boolean isSecure = KafkaClients.isSecure(properties);
    return isSecure || Probe.findsBroker(servers)
        ? servers
            + ": nothing is known of topic "
            + topic
            + "; create it, or look at "
            + (isSecure ? "address and login" : "the name by which the broker advertises itself")
        : Probe.look(servers);
  }

  private static String reading(String device, int number) {
    return String.format(
        Locale.ROOT,
        "{\"deviceName\": \"%s\", \"temperature\": %.1f}",
        device,
        20 + 5 * Math.sin(number / 5.0));
  }
}
