package io.integrationhost.plugins.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Options of the listener and its connections.
 *
 * @param bindAddress empty: all addresses of the machine
 * @param receiveBuffer in bytes
 * @param sendBuffer in bytes
 */
record SocketSettings(
    Optional<InetAddress> bindAddress,
    int port,
    int backlog,
    int receiveBuffer,
    int sendBuffer,
    boolean keepAlive,
    boolean noDelay) {

  InetSocketAddress address() {
    return new InetSocketAddress(bindAddress.orElse(null), port);
  }
}
