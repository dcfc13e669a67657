package io.integrationhost.plugins.tcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.TransportContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a slice says, in either form: legal values, and the keys that hold what is wrong. */
record Settings(
    Keys keys,
    boolean listens,
    ServerSettings server,
    List<ClientSettings> peers,
    Form form,
    Wording wording) {

  private static final String CLIENT = "clientConfiguration";
  private static final String DIAL = "dial";
  private static final String LOGIN = "loginTimeoutSeconds";
  private static final String INTERVAL = "msgGenerationIntervalMs";

  /** How a transport talks with its devices. */
  sealed interface Form {}

  /** Greeting, readings and answers as text, by the rules in {@code plugin.conf}. */
  record Greeted(
      Duration quietTime, Duration greetingTimeout, int maxMessageLength, Optional<Sensor> sensor)
      implements Form {}

  /** What the built-in sensor does. */
  record Sensor(String name, Duration interval) {}

  /** Frames for the converter, and what they hold. */
  record Framed(Framing<byte[]> framing, ContentType type) implements Form {}

  /** Where the built-in sensor finds the port. */
  InetSocketAddress address(int port) {
    Optional<InetAddress> bound = server.bindAddress().filter(one -> !one.isAnyLocalAddress());
    return new InetSocketAddress(bound.orElse(InetAddress.getLoopbackAddress()), port);
  }

  /** Reads either form. */
  static Settings read(TransportContext context) {
    Config config = context.config();
    // Told apart from plugin.conf, which lists the same keys as null.
    boolean official = config.hasPath(CLIENT) && !config.getConfig(CLIENT).entrySet().isEmpty();
    boolean greeted = !official && !config.hasPath("framing.type");
    if (!config.hasPath(LOGIN)) {
      int login = greeted && !config.hasPath(DIAL) ? 60 : 0;
      config = config.withValue(LOGIN, ConfigValueFactory.fromAnyRef(login));
    }
    Keys keys = Keys.of(config, context.overlay(), context::secret);
    Keys client = keys.section(CLIENT);
    boolean listens = keys.flag("listen", !keys.given(DIAL) || (!official && keys.given("port")));
    List<ClientSettings> peers = ClientSettings.list(keys, DIAL);
    if (!listens && peers.isEmpty()) {
      keys.say(keys.given(DIAL) ? DIAL : "listen", "nobody is listened to and nobody is dialled");
    }
    int port = listens && !official ? keys.whole("port", 0, 65_535) : 0;
    var server =
        official
            ? officialServer(keys, client)
            : ServerSettings.read(keys, port, ServerSettings.Sockets.read(keys));
    Form form;
    if (greeted) {
      form = greeted(keys, listens, server);
    } else if (official) {
      form = officialForm(client.section("handlerConfiguration"));
    } else {
      Keys framing = keys.section("framing");
      form =
          new Frames(framing, 65_536)
              .of(framing.choice("type", Frames.Kind.class, Frames.Kind.TEXT));
    }
    Wording wording = Wording.read(keys, official);
    if (greeted && !wording.isSilent()) {
      keys.say("replies", "the conversation has answers of its own; leave them out");
    }
    return new Settings(keys, listens, server, peers, form, wording);
  }

  private static ServerSettings officialServer(Keys keys, Keys client) {
    var sockets =
        new ServerSettings.Sockets(
            client.whole("soBacklogOption", 1, 65_535, 128),
            client.whole("soRcvBuf", 1, 65_535, 64) * 1024,
            client.whole("soSndBuf", 1, 65_535, 64) * 1024,
            client.flag("soKeepaliveOption", false),
            client.flag("tcpNoDelay", true));
    return ServerSettings.read(keys, client.whole("port", 0, 65_535, 10_560), sockets);
  }

  /**
   * Keys of handlers other than the chosen one are not looked at: ThingsBoard's form sends them.
   */
  private static Framed officialForm(Keys handler) {
    Optional<Frames.Kind> kind =
        handler.parsed(
            handler.given("handlerType") ? "handlerType" : "type",
            "TEXT, BINARY or JSON",
            text ->
                Optional.of(Frames.Kind.valueOf(text.toUpperCase(Locale.ROOT)))
                    .filter(known -> known.compareTo(Frames.Kind.JSON) <= 0));
    return new Frames(handler, 128).of(kind.orElse(Frames.Kind.BINARY));
  }

  private static Greeted greeted(Keys keys, boolean listens, ServerSettings server) {
    String name = keys.text("sensorName", "");
    Optional<Sensor> sensor =
        keys.wholeIfGiven(INTERVAL, 1, 86_400_000)
            .map(interval -> new Sensor(name, Duration.ofMillis(interval)));
    boolean isNamed = Greeting.in(Bytes.utf8(Greeting.of(name))) instanceof Greeting.Named;
    if (sensor.isPresent() && !isNamed) {
      keys.problem("sensorName", "a device name of 1 to 255 characters");
    }
    if (sensor.isPresent() && !listens) {
      keys.say(INTERVAL, "the built-in sensor needs the port; leave it out, or set listen = true");
    }
    if (sensor.isPresent()
        && (server.tls().isPresent() || server.access().trustedProxies().isPresent())) {
      keys.say(INTERVAL, "the built-in sensor speaks neither TLS nor PROXY; leave it out");
    }
    return new Greeted(
        Duration.ofMillis(keys.whole("quietTimeMs", 0, 60_000)),
        Duration.ofMillis(keys.whole("greetingTimeoutMs", 0, 600_000)),
        keys.whole("maxMessageLength", 1, Framing.LONGEST),
        sensor);
  }
}
