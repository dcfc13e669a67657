package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Wire;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The devices of one integration as the host shows them: a datagram has no connection, so a session
 * is what one address sends until it has been silent for a while. Thread-safe.
 */
final class Peers {

  private static final Duration IDLE = Duration.ofMinutes(10);

  /** One address; its own lock, since a line is told things by one thread at a time. */
  private static final class Peer {
    final Wire.Line line;

    /** Who was heard here; of more than the limit the one heard first is forgotten. */
    final Set<String> devices = new LinkedHashSet<>();

    long lastHeard;
    boolean isClosed;

    Peer(Wire.Line line) {
      this.line = line;
    }
  }

  private static final int NETWORK_BYTES = 8;

  /** Of one session: a gateway may have several. */
  private static final int MOST_DEVICES = 1_000;

  private final TransportContext context;
  private final Reach reach;
  private final int most;
  private final Map<InetSocketAddress, Peer> peers = new LinkedHashMap<>(16, 0.75f, true);
  private boolean ended;

  Peers(TransportContext context, Reach reach, int most) {
    this.context = context;
    this.reach = reach;
    this.most = most;
  }

  /** Decides the order of what the address sends. */
  Source source(InetSocketAddress address) {
    return new Source(text(address));
  }

  /**
   * Whose an address is, for shares: of IPv6 the network, since who has one address has all of it.
   */
  static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] network = address.getAddress();
    Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
    try {
      return InetAddress.getByAddress(network);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of another length", e);
    }
  }

  /** An address and its port as a URL has them. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  void passed(InetSocketAddress address, byte[] bytes, boolean isSent) {
    Peer peer = peer(address);
    if (peer == null) {
      return;
    }
    synchronized (peer) {
      if (isSent) {
        peer.line.sent(bytes.length);
      } else {
        peer.line.received(bytes.length);
      }
      if (peer.line.isWatched()) {
        if (isSent) {
          peer.line.sentCopy(bytes.clone());
        } else {
          peer.line.receivedCopy(bytes.clone());
        }
      }
    }
  }

  void tooLong(InetSocketAddress address, byte[] bytes) {
    passed(address, bytes, false);
    Peer peer = peer(address);
    if (peer != null) {
      synchronized (peer) {
        peer.line.fault(Wire.Fault.TOO_LONG);
      }
    }
  }

  /** A receipt named devices: the address is theirs. */
  void devices(InetSocketAddress address, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    Peer peer = peer(address);
    if (peer == null) {
      return;
    }
    synchronized (peer) {
      if (names.size() == 1) {
        peer.line.device(names.get(0));
      }
      if (!peer.isClosed) {
        names.forEach(name -> reached(peer, name));
      }
    }
  }

  private void reached(Peer peer, String name) {
    if (!peer.devices.contains(name) && reach.add(name)) {
      peer.devices.add(name);
      if (peer.devices.size() > MOST_DEVICES) {
        Iterator<String> first = peer.devices.iterator();
        reach.remove(first.next());
        first.remove();
      }
    }
  }

  private Peer peer(InetSocketAddress address) {
    Peer pushedOut = null;
    Peer peer;
    synchronized (this) {
      if (ended) {
        return null;
      }
      peer = peers.get(address);
      if (peer == null) {
        if (peers.size() >= most) {
          Iterator<Peer> oldest = peers.values().iterator();
          pushedOut = oldest.next();
          oldest.remove();
        }
        peer = new Peer(context.wire().opened(source(address), text(address)));
        peers.put(address, peer);
      }
      peer.lastHeard = context.clock().millis();
    }
    if (pushedOut != null) {
      close(pushedOut, Wire.End.LIMIT);
    }
    return peer;
  }

  synchronized int count() {
    return peers.size();
  }

  /** Ends the sessions of those who have been silent. */
  void closeIdle() {
    List<Peer> idle = new ArrayList<>();
    synchronized (this) {
      long before = context.clock().millis() - IDLE.toMillis();
      Iterator<Peer> all = peers.values().iterator();
      while (all.hasNext()) {
        Peer peer = all.next();
        if (peer.lastHeard > before) {
          break;
        }
        all.remove();
        idle.add(peer);
      }
    }
    idle.forEach(peer -> close(peer, Wire.End.IDLE));
  }

  void end() {
    List<Peer> all;
    synchronized (this) {
      ended = true;
      all = new ArrayList<>(peers.values());
      peers.clear();
    }
    all.forEach(peer -> close(peer, Wire.End.STOPPED));
  }

  private void close(Peer peer, Wire.End why) {
    synchronized (peer) {
      peer.isClosed = true;
      peer.devices.forEach(reach::remove);
      peer.devices.clear();
      peer.line.closed(why);
    }
  }
}
