package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The devices of one integration as the host shows them: a datagram has no connection, so a session
 * is what one address sends until it has been silent for a while. Thread-safe.
 */
final class Peers {

  private static final Duration IDLE = Duration.ofMinutes(10);

  /** One address; its own lock, since a line is told things by one thread at a time. */
  private static final class Peer {
    final Wire.Line line;
    long lastHeard;

    Peer(Wire.Line line) {
      this.line = line;
    }
  }

  private final TransportContext context;
  private final int most;
  private final Map<InetSocketAddress, Peer> peers = new LinkedHashMap<>(16, 0.75f, true);
  private boolean ended;

  Peers(TransportContext context, int most) {
    this.context = context;
    this.most = most;
  }

  /** Decides the order of what the address sends. */
  Source source(InetSocketAddress address) {
    return new Source(text(address));
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

  /** Whose address it is, when one device alone is behind it. */
  void devices(InetSocketAddress address, List<String> names) {
    if (names.size() == 1) {
      Peer peer = peer(address);
      if (peer != null) {
        synchronized (peer) {
          peer.line.device(names.get(0));
        }
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

  private static void close(Peer peer, Wire.End why) {
    synchronized (peer) {
      peer.line.closed(why);
    }
  }
}
