package io.integrationhost.plugins.teltonika;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where the transport listens.
 *
 * @param bindAddress empty: all addresses of the machine
 * @param tcp empty: no TCP
 * @param udp empty: no UDP
 */
record Ports(Optional<InetAddress> bindAddress, Optional<Integer> tcp, Optional<Integer> udp) {

  InetSocketAddress address(int port) {
    return new InetSocketAddress(bindAddress.orElse(null), port);
  }
}
