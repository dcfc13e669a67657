package io.integrationhost.plugins.mqtt.simulate;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugins.mqtt.session.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the user typed, over what the host knows of an integration if one is named. */
final class Options {

  private static final Set<String> NAMES =
      Set.of(
          "host",
          "port",
          "user",
          "password",
          "tls",
          "ca",
          "client-id",
          "topic",
          "payload",
          "qos",
          "devices",
          "count",
          "interval-ms",
          "sparkplug",
          "integration",
          "transport");

  private static final String CLIENT = "clientConfiguration.";

  private final Map<String, String> values;

  /** Of the integration; empty when none is named, or it names none. */
  private final List<Filter> filters;

  private Options(Map<String, String> values, List<Filter> filters) {
    this.values = values;
    this.filters = filters;
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException says what is wrong with the command
   */
  static Options read(ToolContext context) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Filter> filters = List.of();
    for (int i = 0; i < context.args().size(); i += 2) {
      String name = context.args().get(i);
      if (!name.startsWith("--")
          || !NAMES.contains(name.substring(2))
          || i + 1 >= context.args().size()) {
        throw new IllegalArgumentException("'" + name + "' is no option with a value");
      }
      values.put(name.substring(2), context.args().get(i + 1));
    }
    if (values.containsKey("integration")) {
      String transport = values.getOrDefault("transport", "mqtt");
      Config slice = context.config(values.get("integration"), transport);
      filters = filters(slice);
      take(values, slice, filters);
    }
    if (!values.containsKey("host")) {
      throw new IllegalArgumentException("--host or --integration is missing");
    }
    return new Options(values, filters);
  }

  private static List<Filter> filters(Config slice) {
    return slice.hasPath("topicFilters")
        ? slice.getConfigList("topicFilters").stream()
            .map(each -> new Filter(each.getString("filter"), 0))
            .toList()
        : List.of();
  }

  private static void take(Map<String, String> values, Config slice, List<Filter> filters) {
    text(slice, CLIENT + "host").ifPresent(host -> values.putIfAbsent("host", host));
    text(slice, CLIENT + "port").ifPresent(port -> values.putIfAbsent("port", port));
    text(slice, CLIENT + "ssl").ifPresent(tls -> values.putIfAbsent("tls", tls));
    String credentials = CLIENT + "credentials.";
    text(slice, credentials + "username").ifPresent(user -> values.putIfAbsent("user", user));
    text(slice, credentials + "password").ifPresent(word -> values.putIfAbsent("password", word));
    text(slice, credentials + "caCert").ifPresent(ca -> values.putIfAbsent("ca", ca));
    if (!filters.isEmpty()) {
      values.putIfAbsent("topic", topic(filters.get(0).text()));
    }
    if (values.getOrDefault("password", "").startsWith("secret:")) {
      throw Refusal.configuration(
          "the password of this integration is known to the running host only; give --password");
    }
  }

  private static Optional<String> text(Config config, String path) {
    return config.hasPath(path)
        ? Optional.of(config.getString(path)).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  /** A topic that a filter lets through: the device stands in for the first wildcard. */
  static String topic(String filter) {
    String plain = filter.replaceFirst("^\\$share/[^/]*/", "");
    String named = plain.replaceFirst("[+#]", "{device}");
    return named.replace("+", "x").replace("#", "x");
  }

  String host() {
    return values.get("host");
  }

  int port() {
    return whole("port", isSecure() ? 8883 : 1883, 1, 65_535);
  }

  boolean isSecure() {
    String tls = values.getOrDefault("tls", Boolean.toString(values.containsKey("ca")));
    if (!tls.equals("true") && !tls.equals("false")) {
      throw new IllegalArgumentException("--tls is '" + tls + "' (expected: true or false)");
    }
    return tls.equals("true");
  }

  /** The certificates to trust, in PEM. */
  Optional<String> trusted() throws IOException {
    String given = values.get("ca");
    if (given == null || given.contains("-----BEGIN")) {
      return Optional.ofNullable(given);
    }
    try {
      return Optional.of(Files.readString(Path.of(given)));
    } catch (IOException | InvalidPathException e) {
      throw new IOException("--ca: '" + given + "' cannot be read: " + e, e);
    }
  }

  Optional<String> user() {
    return Optional.ofNullable(values.get("user"));
  }

  Optional<String> password() {
    return Optional.ofNullable(values.get("password"));
  }

  Optional<String> clientId() {
    return Optional.ofNullable(values.get("client-id"));
  }

  String topic() {
    String topic = values.getOrDefault("topic", "simulate/{device}");
    if (topic.isEmpty() || topic.contains("+") || topic.contains("#")) {
      throw new IllegalArgumentException(
          "--topic is '" + topic + "' (expected: a topic without + and #)");
    }
    return topic;
  }

  /** That nothing which is sent there comes to the integration. */
  Optional<String> unheard(String to) {
    if (filters.isEmpty() || filters.stream().anyMatch(each -> each.matches(to))) {
      return Optional.empty();
    }
    String all =
        filters.stream().limit(5).map(each -> "'" + each.text() + "'").collect(joining(", "));
    return Optional.of(
        "no message to '"
            + to
            + "' comes to the integration, which subscribes to "
            + all
            + (filters.size() > 5 ? " and others" : ""));
  }

  Optional<String> payload() {
    return Optional.ofNullable(values.get("payload"));
  }

  int qos() {
    return whole("qos", 1, 0, 2);
  }

  int devices() {
    return whole("devices", 1, 1, 100_000);
  }

  /** 0: no end. */
  int count() {
    return whole("count", 3, 0, Integer.MAX_VALUE);
  }

  int intervalMillis() {
    return whole("interval-ms", 1000, 0, Integer.MAX_VALUE);
  }

  /** Group and node, when it is to be Sparkplug. */
  Optional<String> sparkplug() {
    Optional<String> node = Optional.ofNullable(values.get("sparkplug"));
    if (node.filter(text -> !text.matches("[^/+#]+/[^/+#]+")).isPresent()) {
      throw new IllegalArgumentException(
          "--sparkplug is '" + node.get() + "' (expected: GROUP/NODE)");
    }
    return node;
  }

  /** All that is read late, so that what is wrong is told before anything is done. */
  void check() {
    port();
    topic();
    qos();
    devices();
    count();
    intervalMillis();
    sparkplug();
  }

  private int whole(String name, int absent, int min, int max) {
    String text = values.getOrDefault(name, Integer.toString(absent));
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told as any other.
    }
    throw new IllegalArgumentException(
        "--" + name + " is '" + text + "' (expected: a whole number, " + min + " to " + max + ")");
  }
}
