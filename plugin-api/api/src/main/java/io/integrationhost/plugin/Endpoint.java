package io.integrationhost.plugin;

import java.util.Objects;

/**
 * A port on which a transport listens.
 *
 * @param protocol of the port
 * @param address the address of this machine that it is bound to, as configured; {@code 0.0.0.0} or
 *     {@code ::} for all
 * @param port from 0 to 65535; 0 is any that is free
 */
public record Endpoint(Protocol protocol, String address, int port) {
  /**
   * Refuses what is no port.
   *
   * @param protocol as of the record
   * @param address as of the record
   * @param port as of the record
   */
  public Endpoint {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + " (expected: 0 to 65535)");
    }
  }

  /**
   * A port of TCP.
   *
   * @param address as of the record
   * @param port as of the record
   * @return the endpoint
   */
  public static Endpoint tcp(String address, int port) {
    return new Endpoint(Protocol.TCP, address, port);
  }

  /**
   * A port of UDP.
   *
   * @param address as of the record
   * @param port as of the record
   * @return the endpoint
   */
  public static Endpoint udp(String address, int port) {
    return new Endpoint(Protocol.UDP, address, port);
  }

  /** The two protocols that have ports. */
  public enum Protocol {
    /** Connections. */
    TCP,
    /** Datagrams. */
    UDP
  }
}
