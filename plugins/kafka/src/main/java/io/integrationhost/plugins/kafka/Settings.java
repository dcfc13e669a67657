package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a slice says: legal values.
 *
 * @param properties of Kafka's client, over ours
 * @param tenants keys of the integration's own metadata
 * @param window messages of one partition between broker and receipt
 * @param mostUnderWay messages on their way to the host
 * @param mostBytes of all messages between broker and receipt
 * @param skipUnreadableAfter tries; zero: never
 * @param ordersByKey whether messages of different keys may overtake each other
 */
record Settings(
    String bootstrapServers,
    List<String> topics,
    String groupId,
    Optional<String> clientId,
    Duration pollTime,
    boolean autoCreateTopics,
    Map<String, Secret> properties,
    Optional<TlsSettings> tls,
    boolean kafkaMetadata,
    Set<String> tenants,
    boolean ordersByKey,
    int window,
    int mostUnderWay,
    long mostBytes,
    boolean staticMembership,
    Duration commitInterval,
    int skipUnreadableAfter,
    Duration firstRetry,
    Duration mostRetry,
    Optional<TextPattern> downlinkTopic,
    TextPattern downlinkKey) {

  private static final Pattern SERVER =
      Pattern.compile("[^\\s:,/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");

  /**
   * As brokers write their listeners: {@code SASL_SSL://host:9093}. Kafka's clients pass over it.
   */
  private static final Pattern LISTENER = Pattern.compile("^(?!https?:)[\\w.-]+://(.*)");

  /** More than anybody has, and all of them are looked at at once. */
  private static final int MOST_SERVERS = 64;

  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

  private enum Order {
    PARTITION,
    KEY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Settings read(TransportContext context) {
    Keys keys = Keys.of(context);
    Keys client = keys.section("clientConfiguration");
    Optional<TlsSettings> tls = TlsSettings.client(keys);
    tls.flatMap(TlsSettings::serverName)
        .ifPresent(
            name ->
                keys.say(
                    "tls.serverName",
                    "has no place here: the certificate must bear the name that brokers are"
                        + " dialled by; leave it out, or set verifyHost = false"));
    Settings settings =
        new Settings(
            servers(client),
            topics(client),
            client.text("groupId"),
            client.textIfGiven("clientId").filter(id -> !id.isBlank()),
            pollTime(client.whole("pollInterval", 0, 3_600_000, 5000)),
            client.flag("autoCreateTopics", false),
            new OtherProperties(context, client).read(),
            tls,
            keys.flag("kafkaMetadata"),
            context.config().hasPath("metadata")
                ? Set.copyOf(context.config().getObject("metadata").keySet())
                : Set.of(),
            keys.choice("orderBy", Order.class, Order.PARTITION) == Order.KEY,
            keys.whole("maxUnansweredPerPartition", 1, 100_000),
            keys.whole("maxUnanswered", 1, 1_000_000),
            keys.size("maxBufferedBytes", 1 << 20, 1L << 40, 32 << 20),
            keys.flag("staticMembership"),
            keys.time("commitInterval", Duration.ofMillis(10), Duration.ofMinutes(1)),
            keys.whole("skipUnreadableAfter", 0, 1_000_000),
            keys.time("retry.first", Duration.ofMillis(100), Duration.ofHours(1)),
            keys.time("retry.most", Duration.ofMillis(100), Duration.ofDays(1)),
            keys.textIfGiven("downlinkTopicPattern")
                .filter(pattern -> !pattern.isBlank())
                .map(TextPattern::new),
            new TextPattern(keys.text("downlinkKeyPattern", "")));
    if (settings.mostRetry().compareTo(settings.firstRetry()) < 0) {
      keys.problem("retry.most", "at least retry.first");
    }
    keys.check();
    return settings;
  }

  private static String servers(Keys keys) {
    List<String> servers =
        parts(keys.text("bootstrapServers")).stream()
            .map(each -> LISTENER.matcher(each).replaceFirst("$1"))
            .distinct()
            .toList();
    if (servers.size() > MOST_SERVERS) {
      keys.problem("bootstrapServers", "at most " + MOST_SERVERS + " servers; a few are enough");
    }
    check(
        keys,
        "bootstrapServers",
        servers,
        SERVER,
        "host:port, or several separated by commas, such as"
            + " k1.example.net:9092,k2.example.net:9092");
    return String.join(",", servers);
  }

  private static void check(
      Keys keys, String key, List<String> parts, Pattern each, String expected) {
    boolean fits =
        !parts.isEmpty() && parts.stream().allMatch(part -> each.matcher(part).matches());
    if (!fits && !keys.text(key).isEmpty()) {
      keys.problem(key, expected);
    }
  }

  private static List<String> topics(Keys keys) {
    List<String> topics = parts(keys.text("topics"));
    check(keys, "topics", topics, TOPIC, "names of topics, separated by commas");
    return topics;
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .distinct()
        .toList();
  }

  private static Duration pollTime(int millis) {
    Duration given = Duration.ofMillis(millis);
    if (given.compareTo(SHORTEST_POLL) < 0) {
      return SHORTEST_POLL;
    }
    return given.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : given;
  }

  /** Whom and what it reads; properties may hold secrets. */
  @Override
  public String toString() {
    return "Settings[" + bootstrapServers + ", " + topics + ", group " + groupId + "]";
  }
}
