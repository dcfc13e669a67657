package io.integrationhost.plugins.udp;

import com.typesafe.config.Config;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.Datagrams;
import io.integrationhost.kit.settings.ServerSettings.Sockets;
import io.integrationhost.plugin.TransportContext;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a slice says, in either form: legal values, and the keys that hold what is wrong.
 *
 * @param longest of a datagram in bytes; longer ones are refused
 * @param keepsAddresses whether a downlink can go anywhere
 */
record Settings(
    Keys keys,
    ServerSettings server,
    int longest,
    boolean keepsAddresses,
    Payload payload,
    Replies replies) {

  private static final String CLIENT = "clientConfiguration";

  /** Reads either form. */
  static Settings read(TransportContext context) {
    Config config = context.config();
    // Told apart from plugin.conf, which lists the same keys as null.
    boolean official = config.hasPath(CLIENT) && !config.getConfig(CLIENT).entrySet().isEmpty();
    Keys keys = Keys.of(context);
    Keys client = keys.section(CLIENT);
    int addresses = official ? client.whole("cacheSize", 0, Integer.MAX_VALUE, 1000) : 100_000;
    int minutes = official ? client.whole("timeToLiveInMinutes", 0, 525_600, 1440) : 1440;
    return new Settings(
        keys,
        server(keys, official ? Optional.of(client) : Optional.empty(), addresses, minutes),
        keys.whole("maxDatagramLength", 1, WholeDatagrams.LONGEST, WholeDatagrams.LONGEST),
        (addresses > 0 || keys.given("maxPeers")) && (minutes > 0 || keys.given("peerSeconds")),
        payload(keys, official ? client.section("handlerConfiguration") : keys, official),
        Replies.read(keys, official));
  }

  private static ServerSettings server(
      Keys keys, Optional<Keys> client, int addresses, int minutes) {
    Sockets own = Sockets.read(keys);
    int port =
        client
            .map(official -> official.whole("port", 0, 65_535, 11_560))
            .orElseGet(() -> keys.whole("port", 0, 65_535));
    Sockets sockets =
        client
            .map(official -> official.whole("soRcvBuf", 1, 65_535, 64) * 1024)
            .map(size -> new Sockets(own.backlog(), size, own.sendBuffer(), false, true))
            .orElse(own);
    // Nothing is ever sent to all of a network, so it makes no difference.
    client.ifPresent(official -> official.flag("soBroadcast", true));
    ServerSettings read = ServerSettings.read(keys, port, sockets);
    Datagrams limits = read.datagrams();
    Datagrams known =
        new Datagrams(
            keys.given("maxPeers")
                ? limits.mostPeers()
                : Math.min(Math.max(1, addresses), 10_000_000),
            keys.given("peerSeconds")
                ? limits.peerTime()
                : Duration.ofMinutes(Math.max(1, minutes)),
            limits.unanswered(),
            limits.perSecondAndAddress());
    return new ServerSettings(
        read.bindAddress(),
        read.port(),
        read.name(),
        read.sockets(),
        read.connections(),
        read.uplinks(),
        read.times(),
        read.maxBufferedBytes(),
        read.connectionMetadata(),
        known,
        read.access(),
        read.tls());
  }

  private static Payload payload(Keys keys, Keys handler, boolean official) {
    String key = handler.given("handlerType") || !official ? "handlerType" : "type";
    Payload.Kind kind = handler.choice(key, Payload.Kind.class, Payload.Kind.BINARY);
    boolean quoted = keys.flag("quoteText", official);
    if (kind != Payload.Kind.TEXT) {
      // The form sends a charset with every kind, and only texts have one.
      return new Payload(kind, StandardCharsets.UTF_8, quoted);
    }
    Optional<Charset> charset =
        handler.parsed(
            "charsetName",
            "the name of a character set such as UTF-8 or ISO-8859-1",
            name -> Optional.of(Charset.forName(name)));
    return new Payload(kind, charset.orElse(StandardCharsets.UTF_8), quoted);
  }
}
