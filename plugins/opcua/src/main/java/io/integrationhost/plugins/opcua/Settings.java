package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.plugin.TransportContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;

/**
 * What a slice says.
 *
 * @param mappings what is read, at least one
 */
record Settings(
    Server server, Security security, Login login, List<Mapping> mappings, Limits limits) {

  private static final int KEPWARE = 49_320;
  private static final int MOST_MILLIS = 600_000;
  private static final int MOST_SECONDS = 86_400;
  private static final int MOST_MAPPINGS = 200;
  private static final Duration LEAST_WAIT = Duration.ofMillis(100);

  /**
   * The server and how long it may take.
   *
   * @param path behind the port, empty or without a slash at its beginning
   * @param applicationUri empty: that of our certificate
   * @param scan between the end of a scan and the next one
   * @param timeout of a request
   * @param first the first wait after a failure
   * @param most the longest
   */
  record Server(
      String host,
      int port,
      String path,
      String applicationName,
      String applicationUri,
      Duration scan,
      Duration timeout,
      Duration first,
      Duration most) {

    String url() {
      String name = host.contains(":") ? "[" + host + "]" : host;
      return "opc.tcp://" + name + ":" + port + (path.isEmpty() ? "" : "/" + path);
    }
  }

  /** Which certificates of servers are taken. */
  enum Trust {
    /** Those that an operator has trusted. */
    LIST,
    /** The first one that is seen, and those. */
    FIRST,
    /** All: whoever answers may be anybody. */
    ANY
  }

  /**
   * How messages are protected.
   *
   * @param own the certificate of the form; empty: one of our own making
   */
  record Security(SecurityPolicy policy, Trust trust, Optional<KeyStoreContent> own) {

    boolean isOn() {
      return policy != SecurityPolicy.None;
    }
  }

  /** Who we are to the server. */
  record Login(Kind kind, String username, Secret password) {

    /** By what we log in. */
    enum Kind {
      ANONYMOUS,
      USERNAME,
      CERTIFICATE
    }
  }

  /**
   * What a server can make us keep.
   *
   * @param nodes looked at in one scan
   * @param itemsPerSubscription before another one is made
   * @param allReferences whether a scan follows references of all types
   */
  record Limits(int nodes, int itemsPerSubscription, boolean allReferences) {}

  /** Throws a configuration problem that names everything that is wrong. */
  static Settings read(TransportContext context) {
    return read(Keys.of(context));
  }

  /** The same of keys that come from elsewhere. */
  static Settings read(Keys keys) {
    Keys client = keys.section("clientConfiguration");
    Login login = login(client.section("identity"));
    SecurityPolicy policy = client.choice("security", SecurityPolicy.class, SecurityPolicy.None);
    boolean needsKey = policy != SecurityPolicy.None || login.kind() == Login.Kind.CERTIFICATE;
    Optional<KeyStoreContent> store = KeyStoreContent.read(client.section("keystore"));
    var settings =
        new Settings(
            server(keys, client),
            new Security(
                policy,
                keys.choice("serverCertificate", Trust.class, Trust.LIST),
                needsKey ? store : Optional.empty()),
            login,
            mappings(keys, client),
            new Limits(
                keys.whole("maxNodes", 100, 1_000_000, 100_000),
                keys.whole("itemsPerSubscription", 1, 100_000, 2_000),
                keys.flag("allReferences", false)));
    keys.check();
    return settings;
  }

  private static Server server(Keys keys, Keys client) {
    Keys retry = keys.section("retry");
    Duration first =
        retry.timeIfGiven("first", LEAST_WAIT, Duration.ofHours(1)).orElse(Duration.ofSeconds(2));
    Duration most =
        retry.timeIfGiven("most", LEAST_WAIT, Duration.ofDays(1)).orElse(Duration.ofMinutes(2));
    if (most.compareTo(first) < 0) {
      retry.problem("most", "at least retry.first");
      most = first;
    }
    return new Server(
        ClientSettings.host(client),
        client.whole("port", 1, 65_535, KEPWARE),
        path(client.text("endpoint", "")),
        client.text("applicationName", "").strip(),
        client.text("applicationUri", "").strip(),
        Duration.ofSeconds(orDefault(client.whole("scanPeriodInSeconds", 0, MOST_SECONDS, 0), 10)),
        Duration.ofMillis(orDefault(client.whole("timeoutInMillis", 0, MOST_MILLIS, 0), 5_000)),
        first,
        most);
  }

  private static int orDefault(int given, int absent) {
    return given == 0 ? absent : given;
  }

  private static String path(String endpoint) {
    String path = endpoint.replace(" ", "");
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private static Login login(Keys identity) {
    String type = identity.text("type", "anonymous");
    Login.Kind kind =
        switch (type) {
          case "username" -> Login.Kind.USERNAME;
          case "certificate" -> Login.Kind.CERTIFICATE;
          default -> Login.Kind.ANONYMOUS;
        };
    if (kind == Login.Kind.ANONYMOUS && !type.equals("anonymous")) {
      identity.problem("type", "anonymous, username or certificate");
    }
    String username = identity.text("username", "");
    Secret password = identity.secret("password").orElse(Secret.of(""));
    if (kind == Login.Kind.USERNAME && username.isEmpty()) {
      identity.problem("username", "a text");
    }
    return new Login(kind, username, password);
  }

  private static List<Mapping> mappings(Keys keys, Keys client) {
    Mapping.Options options = Mapping.Options.read(keys, Mapping.Options.DEFAULT);
    List<Mapping> mappings = client.list("mapping", each -> Mapping.read(each, options));
    if (mappings.isEmpty() || mappings.size() > MOST_MAPPINGS) {
      client.problem("mapping", "1 to " + MOST_MAPPINGS + " objects");
    }
    return mappings;
  }
}
