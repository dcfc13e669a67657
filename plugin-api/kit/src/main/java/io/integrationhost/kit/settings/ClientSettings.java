package io.integrationhost.kit.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * Whom to dial and what is allowed; the names of the keys are those of {@code kit/dial.conf}.
 *
 * @param host a name or an address; looked up at each try
 * @param port of the peer
 * @param connectTimeout how long a try may take, with the look-up and TLS
 * @param retry how long to wait between two tries
 * @param sockets options of the socket; the backlog means nothing here
 * @param uplinks what may be under way
 * @param times how long things may take; the first one until the first whole frame
 * @param maxBufferedBytes what all connections of the transport together may make us keep
 * @param connectionMetadata whether payloads bear what is known of the connection
 * @param tls empty: none
 */
public record ClientSettings(
    String host,
    int port,
    Duration connectTimeout,
    Retry retry,
    ServerSettings.Sockets sockets,
    ServerSettings.Uplinks uplinks,
    ServerSettings.Times times,
    long maxBufferedBytes,
    boolean connectionMetadata,
    Optional<TlsSettings> tls) {

  /**
   * How long to wait between two tries: twice as long each time.
   *
   * @param first the first time
   * @param most no longer
   */
  public record Retry(Duration first, Duration most) {}

  /**
   * Reads what a slice says.
   *
   * @param keys of the slice, with {@code host} and {@code port}
   * @return legal, whatever the slice says
   */
  public static ClientSettings read(Keys keys) {
    return read(keys, host(keys), keys.whole("port", 1, 65_535));
  }

  /**
   * Reads what a slice says, but for the peer.
   *
   * @param keys of the slice
   * @param host a name or an address
   * @param port of the peer
   * @return legal, whatever the slice says
   */
  public static ClientSettings read(Keys keys, String host, int port) {
    return new ClientSettings(
        host,
        port,
        Duration.ofSeconds(keys.whole("connectTimeoutSeconds", 1, 3600, 10)),
        retry(keys),
        ServerSettings.Sockets.read(keys),
        ServerSettings.Uplinks.read(keys),
        ServerSettings.Times.read(keys),
        ServerSettings.bufferedBytes(keys),
        keys.flag("connectionMetadata", false),
        TlsSettings.client(keys));
  }

  /**
   * Reads the name of a peer.
   *
   * @param keys with {@code host}
   * @return never looked up
   */
  public static String host(Keys keys) {
    String expected = "a name or an IP address";
    Optional<String> host =
        keys.parsed(
            "host", expected, text -> Optional.of(text).filter(t -> t.matches("[^\\s/,]{1,253}")));
    if (!keys.given("host")) {
      keys.problem("host", expected);
    }
    return host.orElse("localhost");
  }

  private static Retry retry(Keys keys) {
    Keys retry = keys.section("retry");
    Duration least = Duration.ofMillis(100);
    Duration first =
        retry.timeIfGiven("first", least, Duration.ofHours(1)).orElse(Duration.ofSeconds(1));
    Duration most =
        retry.timeIfGiven("most", least, Duration.ofDays(1)).orElse(Duration.ofMinutes(1));
    if (most.compareTo(first) < 0) {
      retry.problem("most", "at least retry.first");
      return new Retry(first, first);
    }
    return new Retry(first, most);
  }
}
