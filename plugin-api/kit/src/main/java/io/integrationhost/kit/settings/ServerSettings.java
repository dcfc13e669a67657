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
 * @param sockets options of the sockets
 * @param connections what may be open
 * @param uplinks what may be under way
 * @param times how long things may take
 * @param maxBufferedBytes what all connections of the transport together may make us keep
 * @param connectionMetadata whether payloads bear what is known of the connection
 */
public record ServerSettings(
    Optional<InetAddress> bindAddress,
    int port,
    Sockets sockets,
    Connections connections,
    Uplinks uplinks,
    Times times,
    long maxBufferedBytes,
    boolean connectionMetadata) {

  private static final int KB = 1024;
  private static final int MANY = 1_000_000;

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
      int backlog, int receiveBuffer, int sendBuffer, boolean keepAlive, boolean noDelay) {}

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
  public record Uplinks(int most, int mostPerConnection) {}

  /**
   * How long things may take; zero: for ever.
   *
   * @param login from the opening to the first whole frame
   * @param frame from the beginning of a frame to its end
   * @param idle from one frame to the next
   * @param write until the peer takes its answers
   */
  public record Times(Duration login, Duration frame, Duration idle, Duration write) {}

  /**
   * Reads the keys of {@code kit/tcp.conf}.
   *
   * @param keys get the problems
   * @return legal settings
   */
  public static ServerSettings read(Keys keys) {
    var sockets =
        new Sockets(
            keys.whole("soBacklogOption", 1, 65_535),
            keys.whole("soRcvBuf", 1, 65_535) * KB,
            keys.whole("soSndBuf", 1, 65_535) * KB,
            keys.flag("soKeepaliveOption"),
            keys.flag("tcpNoDelay"));
    return read(keys, keys.whole("port", 0, 65_535), sockets);
  }

  /**
   * Reads the keys of {@code kit/tcp.conf} but for those that a foreign form names otherwise.
   *
   * @param keys get the problems
   * @param port 0: any free one
   * @param sockets options of the sockets
   * @return legal settings
   */
  public static ServerSettings read(Keys keys, int port, Sockets sockets) {
    return new ServerSettings(
        keys.address("bindAddress"),
        port,
        sockets,
        new Connections(
            keys.whole("maxConnections", 1, MANY),
            keys.wholeIfGiven("maxConnectionsPerAddress", 1, MANY).orElse(MANY),
            seconds(keys, "idleWhenFullSeconds", 1)),
        new Uplinks(
            keys.whole("maxUnanswered", 1, MANY),
            keys.whole("maxUnansweredPerConnection", 1, 65_536)),
        new Times(
            seconds(keys, "loginTimeoutSeconds", 0),
            seconds(keys, "frameTimeoutSeconds", 0),
            seconds(keys, "idleTimeoutSeconds", 0),
            seconds(keys, "writeTimeoutSeconds", 0)),
        keys.size("maxBufferedBytes", KB * KB, 1L << 40, 32L * KB * KB),
        keys.flag("connectionMetadata"));
  }

  private static Duration seconds(Keys keys, String key, int least) {
    return Duration.ofSeconds(keys.whole(key, least, 31_536_000));
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
    return new ServerSettings(
        bindAddress,
        other,
        sockets,
        connections,
        uplinks,
        times,
        maxBufferedBytes,
        connectionMetadata);
  }
}
