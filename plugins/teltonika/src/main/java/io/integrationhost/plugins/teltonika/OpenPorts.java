package io.integrationhost.plugins.teltonika;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which transport of the plugin listens where, for the one that comes too late. Thread-safe. */
final class OpenPorts {

  /** A port of one of the protocols, which do not get in each other's way. */
  private record Place(String protocol, InetSocketAddress address) {}

  private final Map<Place, String> holders = new ConcurrentHashMap<>();

  /** Notes an open port until it is closed. */
  void opened(String protocol, Channel channel, String transport) {
    var place = new Place(protocol, (InetSocketAddress) channel.localAddress());
    holders.put(place, transport);
    channel.closeFuture().addListener(closed -> holders.remove(place, transport));
  }

  /** Who listens where the address, or an address of all of the machine, would be. */
  Optional<String> holder(String protocol, InetSocketAddress wanted) {
    return holders.entrySet().stream()
        .filter(entry -> entry.getKey().protocol().equals(protocol))
        .filter(entry -> isInTheWay(entry.getKey().address(), wanted))
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
