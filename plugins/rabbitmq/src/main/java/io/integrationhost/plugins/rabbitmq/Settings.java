package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a slice says.
 *
 * @param queues to take messages from, at least one
 */
record Settings(
    Peer peer, List<String> queues, Declaration declaration, Intake intake, Downlinks downlinks) {

  private static final int AMQP = 5672;
  private static final int AMQPS = 5671;
  private static final int LONGEST_NAME = 255;
  private static final int MOST_QUEUES = 200;
  private static final int MOST_MILLIS = 3_600_000;
  private static final Duration LEAST_WAIT = Duration.ofMillis(100);

  /**
   * The broker and how to log in.
   *
   * @param connectTimeout until TCP has connected
   * @param handshakeTimeout until TLS and login are done
   * @param heartbeat what the broker is asked for
   * @param first the first wait after a failure
   * @param most the longest
   */
  record Peer(
      String host,
      int port,
      String virtualHost,
      String username,
      Secret password,
      Optional<TlsSettings> tls,
      Duration connectTimeout,
      Duration handshakeTimeout,
      Duration heartbeat,
      Duration first,
      Duration most) {

    /** For people. */
    String label() {
      return host + ":" + port;
    }
  }

  /** What a queue is made with that does not exist. */
  record Declaration(boolean durable, boolean exclusive, boolean autoDelete) {

    /** Whether messages that come while nobody reads are lost. */
    boolean isFleeting() {
      return exclusive || autoDelete;
    }
  }

  /**
   * What messages may take.
   *
   * @param prefetch of one queue
   * @param longest of one message in bytes
   * @param buffered of all that are not done, in bytes
   * @param metadata whether the converter gets what the broker tells of a message
   */
  record Intake(int prefetch, long longest, long buffered, boolean metadata) {}

  /**
   * Where downlinks go.
   *
   * @param exchange empty: the default one
   */
  record Downlinks(String exchange, RoutingKey routingKey, boolean persistent, boolean headers) {}

  /** Throws a configuration problem that names everything that is wrong. */
  static Settings read(TransportContext context) {
    return read(Keys.of(context));
  }

  /** The same of keys that come from elsewhere. */
  static Settings read(Keys keys) {
    Keys client = keys.section("clientConfiguration");
    Credentials credentials = Credentials.read(client);
    var settings =
        new Settings(
            peer(keys, client, credentials),
            queues(client),
            new Declaration(
                client.flag("durable", true),
                client.flag("exclusive", false),
                client.flag("autoDelete", false)),
            new Intake(
                keys.whole("prefetch", 1, 10_000, 100),
                keys.size("maxMessageBytes", 1 << 10, 512L << 20, 16L << 20),
                keys.size("maxBufferedBytes", 1 << 20, 1L << 40, 32L << 20),
                keys.flag("messageMetadata", true)),
            new Downlinks(
                name(client, "exchangeName"),
                new RoutingKey(name(client, "downlinkTopic")),
                keys.flag("downlinkPersistent", true),
                keys.flag("downlinkHeaders", false)));
    keys.check();
    return settings;
  }

  private static Peer peer(Keys keys, Keys client, Credentials credentials) {
    Optional<Integer> port = client.wholeIfGiven("port", 1, 65_535);
    Optional<TlsSettings> tls =
        credentials.tls(
            keys, client.flag("ssl", port.equals(Optional.of(AMQPS))), client.given("ssl"));
    Keys retry = keys.section("retry");
    Duration first =
        retry.timeIfGiven("first", LEAST_WAIT, Duration.ofHours(1)).orElse(Duration.ofSeconds(1));
    Duration most =
        retry.timeIfGiven("most", LEAST_WAIT, Duration.ofDays(1)).orElse(Duration.ofMinutes(1));
    if (most.compareTo(first) < 0) {
      retry.problem("most", "at least retry.first");
      most = first;
    }
    return new Peer(
        ClientSettings.host(client),
        port.orElse(tls.isPresent() ? AMQPS : AMQP),
        orDefault(client.text("virtualHost", ""), "/"),
        credentials.username(),
        credentials.password(),
        tls,
        millis(client, "connectionTimeout", 60_000),
        millis(client, "handshakeTimeout", 10_000),
        Duration.ofSeconds(keys.whole("heartbeatSeconds", 5, 3600, 30)),
        first,
        most);
  }

  static String orDefault(String text, String absent) {
    return text.isEmpty() ? absent : text;
  }

  private static Duration millis(Keys client, String key, int absent) {
    int given = client.whole(key, 0, MOST_MILLIS, absent);
    return Duration.ofMillis(given == 0 ? absent : given);
  }

  private static String name(Keys client, String key) {
    String name = client.text(key, "").strip();
    if (!isName(name)) {
      client.problem(key, "at most " + LONGEST_NAME + " bytes in UTF-8");
      return "";
    }
    return name;
  }

  private static boolean isName(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  private static List<String> queues(Keys client) {
    List<String> queues =
        Stream.of(client.text("queues", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    boolean fits = queues.stream().allMatch(Settings::isName);
    if (queues.isEmpty() || queues.size() > MOST_QUEUES || !fits) {
      client.problem(
          "queues",
          "1 to "
              + MOST_QUEUES
              + " names of queues with commas between them, each of at most "
              + LONGEST_NAME
              + " bytes");
    }
    return queues;
  }
}
