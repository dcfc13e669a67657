package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugins.mqtt.message.PlainDialect;
import io.integrationhost.plugins.mqtt.message.TopicPattern;
import io.integrationhost.plugins.mqtt.session.Filter;
import io.integrationhost.plugins.mqtt.session.Login;
import io.integrationhost.plugins.mqtt.session.Profile;
import io.integrationhost.plugins.mqtt.sparkplug.SparkplugSettings;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a slice says: legal values, and the keys that hold what is wrong.
 *
 * @param broker whom to dial
 * @param login who the client is
 * @param clientId empty: one of our own
 * @param profile what the client says and wants
 * @param dialect what messages mean
 * @param sparkplug how those of Sparkplug B are understood; empty: as any other
 */
record Settings(
    Keys keys,
    ClientSettings broker,
    Login login,
    Optional<String> clientId,
    Profile profile,
    PlainDialect dialect,
    Optional<SparkplugSettings> sparkplug) {

  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int LONGEST_MESSAGE = 256_000_000;
  private static final int FORM_MESSAGE = 32_368;
  private static final int LONGEST_ID_3_1 = 23;
  private static final int LONGEST_ID = 65_535;
  private static final int MOST_FILTERS = 1000;
  private static final long LEAST_BUFFER = 32L << 20;

  /** Reads a slice. */
  static Settings read(TransportContext context) {
    Keys keys = Keys.of(context);
    Kind kind = Kind.of(keys.text("type", context.integrationType()));
    Keys client = keys.section("clientConfiguration");
    Optional<String> user =
        client.section("credentials").textIfGiven("username").filter(text -> !text.isEmpty());
    String pattern =
        keys.textIfGiven("downlinkTopicPattern")
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> kind.pattern(user));
    String host = kind.host(ClientSettings.host(client), client.flag("customHost", false), pattern);
    Profile profile = profile(keys, client, kind);
    Optional<String> clientId = clientId(client, kind, profile.version());
    ClientSettings read = ClientSettings.read(keys, host, PLAIN_PORT);
    Credentials credentials =
        Credentials.read(
            keys, kind, read.tls(), new Azure.Device(host, clientId.orElse("")), context.clock());
    int standard = credentials.tls().isPresent() ? TLS_PORT : PLAIN_PORT;
    int port = kind.isSecure() ? TLS_PORT : client.whole("port", 1, 65_535, standard);
    return new Settings(
        keys,
        broker(read, client, port, profile, credentials),
        credentials.login(),
        clientId,
        profile,
        new PlainDialect(
            new TopicPattern(pattern),
            keys.whole("downlinkQos", 0, 2, 1),
            client.flag("retainedMessage", false)),
        sparkplug(keys, profile));
  }

  /** What payloads are besides those of the form. */
  private enum Decode {
    NONE("none"),
    SPARKPLUG("sparkplug-b");

    private final String word;

    Decode(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  private static Optional<SparkplugSettings> sparkplug(Keys keys, Profile profile) {
    // Read in any case, so that what is wrong in it is told before it is used.
    SparkplugSettings settings = SparkplugSettings.read(keys.section("sparkplug"));
    if (keys.choice("decode", Decode.class, Decode.NONE) == Decode.NONE) {
      return Optional.empty();
    }
    if (profile.filters().stream().anyMatch(Filter::isShared)) {
      keys.say(
          "decode",
          "is sparkplug-b, which needs all messages of a node in one place; use no $share in"
              + " topicFilters");
    }
    return Optional.of(settings);
  }

  /** Whether every host of a cluster may have its own client. */
  boolean isShared() {
    return clientId.isEmpty() && profile.filters().stream().allMatch(Filter::isShared);
  }

  private static Optional<String> clientId(Keys client, Kind kind, MqttVersion version) {
    Optional<String> id = client.textIfGiven("clientId").filter(text -> !text.isEmpty());
    if (id.isEmpty() && kind == Kind.AZURE_IOT_HUB) {
      client.problem("clientId", "the id of the device");
    }
    int most = version == MqttVersion.MQTT_3_1 ? LONGEST_ID_3_1 : LONGEST_ID;
    if (id.filter(text -> text.length() > most || text.indexOf(0) >= 0).isPresent()) {
      client.problem("clientId", "1 to " + most + " characters with this protocolVersion");
    }
    return id;
  }

  private static Profile profile(Keys keys, Keys client, Kind kind) {
    boolean isKept = keys.flag("keepSession", false);
    boolean clean = !isKept && (kind.isClean() || client.flag("cleanSession", true));
    return new Profile(
        client.choice("protocolVersion", MqttVersion.class, MqttVersion.MQTT_3_1_1),
        clean,
        keys.timeIfGiven("sessionExpiry", Duration.ofSeconds(1), Duration.ofDays(20_000))
            .orElse(Duration.ofDays(1)),
        Duration.ofSeconds(keys.whole("keepAliveSeconds", 1, 65_535, 60)),
        patience(client),
        Duration.ofSeconds(keys.whole("confirmationSeconds", 1, 3600, 8)),
        keys.whole("maxUnsettled", 1, 4000, 400),
        client.whole("maxBytesInMessage", 1, LONGEST_MESSAGE, FORM_MESSAGE),
        filters(keys, kind));
  }

  /** Less than a second has no meaning, and is sent by old forms. */
  private static Duration patience(Keys client) {
    int seconds = client.whole("connectTimeoutSec", Integer.MIN_VALUE, 3600, 10);
    return Duration.ofSeconds(seconds < 1 ? 10 : seconds);
  }

  private static List<Filter> filters(Keys keys, Kind kind) {
    int most = kind == Kind.AWS_IOT || kind == Kind.AZURE_IOT_HUB ? 1 : 2;
    List<Filter> filters =
        keys.list(
            "topicFilters",
            entry -> {
              String text = entry.text("filter");
              if (!text.isEmpty() && !Filter.isLegal(text)) {
                entry.problem(
                    "filter", "a topic filter such as plant/+/up, plant/# or $share/group/plant/#");
              }
              return new Filter(text, entry.whole("qos", 0, most, 0));
            });
    if (filters.isEmpty() && kind.filters().isEmpty()) {
      keys.problem("topicFilters", "a list of at least one {filter, qos}");
    }
    if (filters.size() > MOST_FILTERS) {
      keys.say("topicFilters", "has more than " + MOST_FILTERS + " entries; use wildcards");
    }
    return filters.isEmpty() ? kind.filters() : filters;
  }

  private static ClientSettings broker(
      ClientSettings read, Keys client, int port, Profile profile, Credentials credentials) {
    // What the broker may have under way without reading being stopped; of older versions it does
    // not know the window, and quality of service 0 has none.
    int most = profile.version() == MqttVersion.MQTT_5 ? 2 * profile.window() : profile.window();
    return new ClientSettings(
        read.host(),
        port,
        patience(client),
        read.retry(),
        read.sockets(),
        new ServerSettings.Uplinks(2 * profile.window(), most),
        // A packet that does not end is one that makes no progress: the keep-alive sees that.
        new ServerSettings.Times(Duration.ZERO, Duration.ZERO, Duration.ZERO, read.times().write()),
        Math.max(Math.max(read.maxBufferedBytes(), LEAST_BUFFER), 3L * profile.longestMessage()),
        false,
        credentials.tls());
  }
}
