package io.integrationhost.cli.check;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.plugin.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A port of this machine that a transport is going to listen on.
 *
 * @param address of this machine; empty: all of them
 * @param key of the configuration that chose the port
 */
record ListeningPort(Protocol protocol, Optional<String> address, int port, String key) {

  /** What devices speak to it. */
  enum Protocol {
    TCP,
    UDP
  }

  private static final int OFFICIAL_TCP_PORT = 10_560;
  private static final int OFFICIAL_UDP_PORT = 11_560;

  /**
   * The ports that are known from the configuration alone, without starting the transport. Only of
   * plugins whose keys are known here: the key {@code port} of another one may be its peer's.
   */
  static List<ListeningPort> of(TransportPlan plan) {
    List<ListeningPort> ports = new ArrayList<>();
    Config slice = plan.slice();
    boolean official = holdsAny(slice, "clientConfiguration");
    String key = official ? "clientConfiguration.port" : "port";
    if (plan.plugin().equals("tcp")) {
      add(ports, Protocol.TCP, slice, key, official ? OFFICIAL_TCP_PORT : 0);
    } else if (plan.plugin().equals("udp")) {
      add(ports, Protocol.UDP, slice, key, official ? OFFICIAL_UDP_PORT : 0);
    } else if (plan.plugin().equals("teltonika")) {
      add(ports, Protocol.TCP, slice, "port", 0);
      add(ports, Protocol.UDP, slice, "udpPort", 0);
    }
    return ports;
  }

  /** One that the transport itself names. */
  static ListeningPort of(Endpoint endpoint) {
    boolean all = endpoint.address().isEmpty() || endpoint.address().equals("0.0.0.0");
    return new ListeningPort(
        Protocol.valueOf(endpoint.protocol().name()),
        all ? Optional.empty() : Optional.of(endpoint.address()),
        endpoint.port(),
        "port");
  }

  /** Port 0 is any free one, which is never taken. */
  private static void add(
      List<ListeningPort> ports, Protocol protocol, Config slice, String key, int otherwise) {
    try {
      int port = slice.hasPath(key) ? slice.getInt(key) : otherwise;
      if (port > 0 && port <= 0xFFFF) {
        ports.add(new ListeningPort(protocol, address(slice), port, key));
      }
    } catch (ConfigException e) {
      // The plugin itself has said what is wrong with its keys.
    }
  }

  private static Optional<String> address(Config slice) {
    return slice.hasPath("bindAddress")
        ? Optional.of(slice.getString("bindAddress"))
        : Optional.empty();
  }

  private static boolean holdsAny(Config slice, String key) {
    try {
      return slice.hasPath(key) && !slice.getConfig(key).entrySet().isEmpty();
    } catch (ConfigException e) {
      return false;
    }
  }

  /** Whether both cannot be listened on. */
  boolean excludes(ListeningPort other) {
    if (protocol != other.protocol || port != other.port) {
      return false;
    }
    Optional<InetAddress> mine = one();
    Optional<InetAddress> others = other.one();
    return mine.isEmpty() || others.isEmpty() || mine.equals(others);
  }

  /** The one address that it is for; empty: all, or one that does not exist. */
  private Optional<InetAddress> one() {
    try {
      return address.isEmpty()
          ? Optional.empty()
          : Optional.of(InetAddress.getByName(address.get()))
              .filter(each -> !each.isAnyLocalAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Why it cannot be listened on now, with what to do; takes it for a moment to find out. */
  Optional<Refusal> refusal() {
    try {
      InetSocketAddress wanted =
          address.isPresent()
              ? new InetSocketAddress(InetAddress.getByName(address.get()), port)
              : new InetSocketAddress(port);
      bind(wanted);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(new Refusal(false, this + " is no address; correct 'bindAddress'"));
    } catch (BindException e) {
      return Optional.of(refused(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return Optional.of(new Refusal(false, this + " cannot be listened on: " + e));
    }
  }

  private void bind(InetSocketAddress wanted) throws IOException {
    if (protocol == Protocol.TCP) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(wanted);
      }
    } else {
      try (DatagramSocket socket = new DatagramSocket(null)) {
        socket.bind(wanted);
      }
    }
  }

  private Refusal refused(String reason) {
    if (reason.contains("in use")) {
      return new Refusal(true, this + " is already in use on this machine");
    }
    return new Refusal(
        false,
        this
            + " cannot be listened on ("
            + reason
            + "); choose a port that this user may listen on with '"
            + key
            + "', or an address of this machine with 'bindAddress'");
  }

  @Override
  public String toString() {
    return protocol + " port " + port + address.map(each -> " of " + each).orElse("");
  }

  /**
   * Why a port cannot be had.
   *
   * @param taken whether somebody else has it
   */
  record Refusal(boolean taken, String reason) {}
}
