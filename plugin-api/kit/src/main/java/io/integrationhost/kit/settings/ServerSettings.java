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

  /**
   * The same with other socket options.
   *
   * @param others of a foreign form
   * @return the settings
   */
  public ServerSettings withSockets(Sockets others) {
    return new ServerSettings(
        bindAddress,
        port,
        others,
        connections,
        uplinks,
        times,
        maxBufferedBytes,
        connectionMetadata);
  }
}
