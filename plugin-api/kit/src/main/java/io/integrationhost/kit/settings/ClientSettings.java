package io.integrationhost.kit.settings;

import java.time.Duration;
import java.util.List;
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

  private static final int MOST = 1000;

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
    return read(keys, host, port, TlsSettings.client(keys));
  }

  /**
   * Reads a list of peers that one transport dials: each entry has {@code host}, {@code port} and
   * {@code tls}; all else the slice says for all of them.
   *
   * @param keys of the slice
   * @param key path of the list
   * @return legal, whatever the slice says; 1000 at most
   */
  public static List<ClientSettings> list(Keys keys, String key) {
    ClientSettings all = read(keys, "", 0, Optional.empty());
    List<ClientSettings> peers =
        keys.list(
            key,
            peer -> all.of(host(peer), peer.whole("port", 1, 65_535), TlsSettings.client(peer)));
    if (peers.size() > MOST) {
      keys.say(key, "has " + peers.size() + " entries, " + MOST + " are possible; add a transport");
      return peers.subList(0, MOST);
    }
    return peers;
  }

  private ClientSettings of(String peer, int number, Optional<TlsSettings> own) {
    return new ClientSettings(
        peer,
        number,
        connectTimeout,
        retry,
        sockets,
        uplinks,
        times,
        maxBufferedBytes,
        connectionMetadata,
        own);
  }

  private static ClientSettings read(Keys keys, String host, int port, Optional<TlsSettings> tls) {
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
        tls);
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
