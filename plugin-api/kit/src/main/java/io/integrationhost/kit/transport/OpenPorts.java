package io.integrationhost.kit.transport;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which transport of the plugin listens where, for the one that comes too late. Thread-safe. */
final class OpenPorts {

  private final Map<InetSocketAddress, String> holders = new ConcurrentHashMap<>();

  void opened(InetSocketAddress address, String transport) {
    holders.put(address, transport);
  }

  void closed(InetSocketAddress address, String transport) {
    holders.remove(address, transport);
  }

  /** Who listens where the address, or an address of all of the machine, would be. */
  Optional<String> holder(InetSocketAddress wanted) {
    return holders.entrySet().stream()
        .filter(entry -> isInTheWay(entry.getKey(), wanted))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean isInTheWay(InetSocketAddress open, InetSocketAddress wanted) {
    return open.getPort() == wanted.getPort()
        && (open.getAddress().isAnyLocalAddress()
            || wanted.getAddress().isAnyLocalAddress()
            || open.getAddress().equals(wanted.getAddress()));
  }
}
