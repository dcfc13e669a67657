package io.integrationhost.plugins.coap;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Networks;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a slice says.
 *
 * @param plain where the integration is found without DTLS
 * @param secure where it is found with DTLS
 * @param psk keys of its devices by their identity
 * @param allow who may send; empty: everybody
 * @param limits of this integration
 * @param connectionMetadata whether converters are told of the connection
 * @param downlinks how devices get them
 */
record Settings(
    Optional<Place> plain,
    Optional<Place> secure,
    Map<String, Secret> psk,
    Optional<Networks> allow,
    Limits limits,
    boolean connectionMetadata,
    Downlinks downlinks) {

  /** As ThingsBoard writes them. */
  private enum Security {
    NO_SECURE,
    DTLS,
    MIXED
  }

  /** Below the host's deadline for a downlink (10 s unless changed). */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final List<String> OF_PORTS =
      List.of("maxBodyLength", "maxBodiesInBlocks", "maxPeers", "dtls", "tls");

  /**
   * A resource on a port.
   *
   * @param port what integrations share
   * @param path without slash at its beginning
   */
  record Place(PortSettings port, String path) {}

  /**
   * A port. Two are the same when their address, security and keys are: the sections are compared
   * as they were written.
   *
   * @param written the keys of ports
   */
  record PortSettings(
      InetSocketAddress address,
      int maxBodyLength,
      int maxBodiesInBlocks,
      int maxPeers,
      Optional<Dtls> dtls,
      Config written) {

    boolean isSameAs(PortSettings other) {
      return written.equals(other.written);
    }

    /** For people. */
    @Override
    public String toString() {
      String scheme = dtls.isPresent() ? "coaps" : "coap";
      return scheme + "://" + Peers.text(address);
    }
  }

  /**
   * DTLS of a port.
   *
   * @param tls certificates; empty: shared keys only
   */
  record Dtls(Optional<TlsSettings> tls, int connectionIdLength, int maxConnections) {}

  /**
   * Bounds.
   *
   * @param unanswered messages under way
   * @param timeout of an answer
   * @param retryAfterSeconds told with 5.03
   * @param peers that are shown
   * @param bodyLength of a message in bytes
   */
  record Limits(
      int unanswered, Duration timeout, int retryAfterSeconds, int peers, int bodyLength) {}

  /**
   * Ways down.
   *
   * @param inAnswer how long an answer is held back for one; empty: it is not
   * @param observers how many; 0: nobody may observe
   * @param patience with one who observes and acknowledges nothing
   */
  record Downlinks(Optional<Duration> inAnswer, int observers, Duration patience) {}

  static Settings read(TransportContext context) {
    Keys keys = Keys.of(context);
    Keys form = keys.section("clientConfiguration");
    if (!keys.given("clientConfiguration.securityMode")) {
      keys.say(
          "clientConfiguration.securityMode",
          "is missing (expected: NO_SECURE, DTLS or MIXED); it says whether devices use DTLS");
    }
    Security security = form.choice("securityMode", Security.class, Security.NO_SECURE);
    Optional<String> path = path(form, "coapEndpoint", context.routingKey());
    Optional<String> securePath = path(form, "dtlsCoapEndpoint", context.routingKey());
    form.textIfGiven("baseUrl");
    form.textIfGiven("dtlsBaseUrl");

    InetAddress address =
        keys.address("bindAddress").orElseGet(() -> new InetSocketAddress(0).getAddress());
    int port = keys.whole("port", 0, 65_535);
    int maxBody = keys.whole("maxBodyLength", 1, 1 << 24);
    int maxBodies = keys.whole("maxBodiesInBlocks", 1, 100_000);
    int maxPeers = keys.whole("maxPeers", 1, 1_000_000);
    Optional<TlsSettings> tls = TlsSettings.server(keys);
    Map<String, Secret> psk = psk(keys);
    boolean hasKeys = tls.isPresent() || !psk.isEmpty();
    int dtlsPort = keys.whole("dtls.port", 0, 65_535);
    var dtls =
        new Dtls(
            tls,
            keys.whole("dtls.connectionIdLength", 0, 16),
            keys.whole("dtls.maxConnections", 1, 1_000_000));
    boolean hasDtls = keys.flag("dtls.enabled", hasKeys);
    if (security != Security.NO_SECURE && !(hasDtls && hasKeys)) {
      sayWhatDtlsLacks(keys, security, hasDtls);
    }
    Config written = written(context.config());
    var plainPort =
        new PortSettings(
            new InetSocketAddress(address, port),
            maxBody,
            maxBodies,
            maxPeers,
            Optional.empty(),
            written.withoutPath("dtls").withoutPath("tls"));
    var securePort =
        new PortSettings(
            new InetSocketAddress(address, dtlsPort),
            maxBody,
            maxBodies,
            maxPeers,
            Optional.of(dtls),
            written);
    var settings =
        new Settings(
            security == Security.DTLS
                ? Optional.empty()
                : path.map(each -> new Place(plainPort, each)),
            security == Security.NO_SECURE
                ? Optional.empty()
                : securePath.or(() -> path).map(each -> new Place(securePort, each)),
            psk,
            keys.networks("allow"),
            new Limits(
                keys.whole("maxUnanswered", 1, 1_000_000),
                Duration.ofMillis(keys.whole("timeoutMillis", 100, 3_600_000)),
                keys.whole("retryAfterSeconds", 1, 86_400),
                maxPeers,
                maxBody),
            keys.flag("connectionMetadata"),
            downlinks(keys));
    keys.check();
    return settings;
  }

  private static void sayWhatDtlsLacks(Keys keys, Security security, boolean isEnabled) {
    if (isEnabled) {
      keys.say(
          "dtls.enabled",
          "is true and there is no certificate (tls.certificateFile and tls.keyFile, under"
              + " plugins.coap in the host's settings) and no shared key (psk)");
    } else {
      keys.say(
          "clientConfiguration.securityMode",
          "is "
              + security
              + ", and DTLS is not enabled here; the operator enables it with a certificate"
              + " (plugins.coap { tls { certificateFile, keyFile } } in the host's settings) or"
              + " shared keys (psk)");
    }
  }

  private static Downlinks downlinks(Keys keys) {
    Duration wait = Duration.ofMillis(keys.whole("downlinkWaitMillis", 10, 10_000));
    int observers = keys.whole("maxObservers", 1, 1_000_000);
    return new Downlinks(
        keys.flag("downlinkInAnswer") ? Optional.of(wait) : Optional.empty(),
        keys.flag("observe") ? observers : 0,
        PATIENCE);
  }

  private static Map<String, Secret> psk(Keys keys) {
    if (!keys.given("psk")) {
      return Map.of();
    }
    Keys section = keys.section("psk");
    Map<String, Secret> psk = new LinkedHashMap<>();
    for (String identity : keys.map("psk").keySet()) {
      section.secret(ConfigUtil.joinPath(identity)).ifPresent(secret -> psk.put(identity, secret));
    }
    return psk;
  }

  private static Config written(Config config) {
    Config written = ConfigFactory.empty();
    for (String key : OF_PORTS) {
      if (config.hasPath(key)) {
        written = written.withValue(key, config.getValue(key));
      }
    }
    return written;
  }

  /**
   * The path without the routing key, and the routing key behind it, as ThingsBoard's own
   * integration does it: /i/KEY.
   */
  private static Optional<String> path(Keys form, String key, String routingKey) {
    Optional<String> endpoint = form.textIfGiven(key).filter(text -> !text.isBlank());
    if (endpoint.isEmpty()) {
      return Optional.of(routingKey.isEmpty() ? "i" : "i/" + routingKey);
    }
    String path;
    try {
      path = new URI(endpoint.get().strip()).getPath();
    } catch (URISyntaxException e) {
      form.problem(key, "a URL such as coap://host/i/ROUTING-KEY");
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : (path == null ? "" : path).split("/", -1)) {
      if (!segment.isEmpty() && !segment.equals(routingKey)) {
        segments.add(segment);
      }
    }
    if (!routingKey.isEmpty()) {
      segments.add(routingKey);
    }
    if (segments.isEmpty()) {
      form.problem(key, "a URL with a path, such as coap://host/i/ROUTING-KEY");
      return Optional.empty();
    }
    return Optional.of(String.join("/", segments));
  }

  /**
   * A key as bytes: {@code hex:} and digits, or a text.
   *
   * @throws TransportException when it is gone, empty or no hex
   */
  static byte[] bytes(String identity, Secret secret) {
    String text =
        secret
            .value()
            .orElseThrow(
                () ->
                    Refusal.configuration(
                        "psk." + identity + " (" + secret + ") is a secret that is gone"));
    try {
      byte[] bytes = text.startsWith("hex:") ? Bytes.hex(text.substring(4)) : Bytes.utf8(text);
      if (bytes.length == 0) {
        throw Refusal.configuration("psk." + identity + " is empty; give the device's key");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw Refusal.configuration("psk." + identity + " is no hex (expected: pairs of hex digits)");
    }
  }
}
