package io.integrationhost.kit.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What one port allows; the names of the keys are those of {@code kit/tcp.conf}.
 *
 * @param bindAddress empty: all addresses of the machine
 * @param port 0: any free one
 * @param name of the port; empty: its key is {@code port}
 * @param sockets options of the sockets
 * @param connections what may be open
 * @param uplinks what may be under way
 * @param times how long things may take
 * @param maxBufferedBytes what all connections of the transport together may make us keep
 * @param connectionMetadata whether payloads bear what is known of the connection
 * @param datagrams what a port of datagrams allows
 * @param access who may come
 * @param tls empty: none
 */
public record ServerSettings(
    Optional<InetAddress> bindAddress,
    int port,
    Optional<PortName> name,
    Sockets sockets,
    Connections connections,
    Uplinks uplinks,
    Times times,
    long maxBufferedBytes,
    boolean connectionMetadata,
    Datagrams datagrams,
    Access access,
    Optional<TlsSettings> tls) {

  private static final int MANY = 1_000_000;
  private static final int DAY = 86_400;
  private static final int YEAR = 365 * DAY;

  /**
   * Reads what a slice says.
   *
   * @param keys of the slice, with {@code port}
   * @return legal, whatever the slice says
   */
  public static ServerSettings read(Keys keys) {
    return read(keys, keys.whole("port", 0, 65_535), Sockets.read(keys));
  }

  /**
   * Reads what a slice says, but for what a foreign form names otherwise.
   *
   * @param keys of the slice
   * @param port 0: any free one
   * @param sockets options of the sockets
   * @return legal, whatever the slice says
   */
  public static ServerSettings read(Keys keys, int port, Sockets sockets) {
    return new ServerSettings(
        keys.address("bindAddress"),
        port,
        Optional.empty(),
        sockets,
        new Connections(
            keys.whole("maxConnections", 1, MANY, 10_000),
            keys.whole("maxConnectionsPerAddress", 1, MANY, MANY),
            Duration.ofSeconds(keys.whole("idleWhenFullSeconds", 1, YEAR, 300))),
        Uplinks.read(keys),
        Times.read(keys),
        bufferedBytes(keys),
        keys.flag("connectionMetadata", false),
        new Datagrams(
            keys.whole("maxPeers", 1, 10_000_000, 100_000),
            Duration.ofSeconds(keys.whole("peerSeconds", 1, YEAR, DAY)),
            keys.whole("maxUnansweredDatagrams", 1, MANY, 1000),
            keys.whole("maxPerSecondPerAddress", 0, MANY, 0)),
        Access.read(keys),
        TlsSettings.server(keys));
  }

  static long bufferedBytes(Keys keys) {
    return keys.size("maxBufferedBytes", 1 << 20, 1L << 40, 32 << 20);
  }

  private static Duration seconds(Keys keys, String key, int absent) {
    return Duration.ofSeconds(keys.whole(key, 0, YEAR, absent));
  }

  /**
   * What a port is called.
   *
   * @param key that sets it
   * @param words before its number, such as {@code UDP port}
   */
  public record PortName(String key, String words) {}

  /**
   * Options of the sockets.
   *
   * @param backlog connections that the system may hold ready
   * @param receiveBuffer in bytes
   * @param sendBuffer in bytes
   * @param keepAlive whether the system looks for dead peers
   * @param noDelay whether small answers are sent without delay
   */
  public record Sockets(
      int backlog, int receiveBuffer, int sendBuffer, boolean keepAlive, boolean noDelay) {

    /**
     * Reads the keys of {@code kit/tcp.conf}.
     *
     * @param keys of the slice
     * @return legal, whatever the slice says
     */
    public static Sockets read(Keys keys) {
      return new Sockets(
          keys.whole("soBacklogOption", 1, 65_535, 1024),
          keys.whole("soRcvBuf", 1, 65_535, 64) * 1024,
          keys.whole("soSndBuf", 1, 65_535, 64) * 1024,
          keys.flag("soKeepaliveOption", true),
          keys.flag("tcpNoDelay", true));
    }
  }

  /**
   * What may be open.
   *
   * @param most of all
   * @param mostPerAddress of one address
   * @param idleWhenFull of a full port, who was idle for longer makes room
   */
  public record Connections(int most, int mostPerAddress, Duration idleWhenFull) {}

  /**
   * What may be under way to the host.
   *
   * @param most of all connections
   * @param mostPerConnection of one
   */
  public record Uplinks(int most, int mostPerConnection) {

    static Uplinks read(Keys keys) {
      return new Uplinks(
          keys.whole("maxUnanswered", 1, MANY, 8000),
          keys.whole("maxUnansweredPerConnection", 1, 65_536, 256));
    }
  }

  /**
   * How long things may take; zero: for ever.
   *
   * @param login from the opening to the first whole frame
   * @param frame from the beginning of a frame to its end
   * @param idle from one frame to the next
   * @param write until the peer takes its answers
   */
  public record Times(Duration login, Duration frame, Duration idle, Duration write) {

    static Times read(Keys keys) {
      return new Times(
          seconds(keys, "loginTimeoutSeconds", 0),
          seconds(keys, "frameTimeoutSeconds", 60),
          seconds(keys, "idleTimeoutSeconds", 0),
          seconds(keys, "writeTimeoutSeconds", 60));
    }
  }

  /**
   * What a port of datagrams allows.
   *
   * @param mostPeers whose names are remembered; the longest silent goes
   * @param peerTime how long a silent one is remembered
   * @param unanswered under way to the host; more are dropped
   * @param perSecondAndAddress 0: no limit
   */
  public record Datagrams(
      int mostPeers, Duration peerTime, int unanswered, int perSecondAndAddress) {}

  /**
   * Who may come.
   *
   * @param allow from where, behind proxies too; empty: from everywhere
   * @param trustedProxies who must begin each connection with a PROXY header; empty: there is no
   *     proxy
   */
  public record Access(Optional<Networks> allow, Optional<Networks> trustedProxies) {

    static Access read(Keys keys) {
      Optional<Networks> proxies = keys.networks("trustedProxies");
      if (!keys.flag("proxyProtocol", false)) {
        return new Access(keys.networks("allow"), Optional.empty());
      }
      if (proxies.isEmpty()) {
        keys.problem(
            "trustedProxies", "the networks of the proxies, because proxyProtocol is true");
      }
      return new Access(keys.networks("allow"), Optional.of(proxies.orElse(Networks.NONE)));
    }
  }

  /**
   * Where to bind.
   *
   * @return never looked up
   */
  public InetSocketAddress address() {
    return new InetSocketAddress(bindAddress.orElse(null), port);
  }

  /**
   * The same on another port.
   *
   * @param other 0: any free one
   * @return the settings
   */
  public ServerSettings withPort(int other) {
    return with(other, name, sockets);
  }

  /**
   * The same with other socket options.
   *
   * @param others of a foreign form
   * @return the settings
   */
  public ServerSettings withSockets(Sockets others) {
    return with(port, name, others);
  }

  private ServerSettings with(int number, Optional<PortName> called, Sockets others) {
    return new ServerSettings(
        bindAddress,
        number,
        called,
        others,
        connections,
        uplinks,
        times,
        maxBufferedBytes,
        connectionMetadata,
        datagrams,
        access,
        tls);
  }

  /**
   * The same under another name, for transports that have several ports.
   *
   * @param other for messages
   * @return the settings
   */
  public ServerSettings named(PortName other) {
    return with(port, Optional.of(other), sockets);
  }
}
