package io.integrationhost.plugins.coap;

import io.integrationhost.plugins.coap.Settings.Dtls;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionEvictedException;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.InMemoryReadWriteLockConnectionStore;

/**
 * The connections of one port. Handshakes that are begun and not finished would fill it: of too
 * many of them the oldest of the address that has most makes room. Thread-safe.
 */
final class DtlsConnections extends InMemoryReadWriteLockConnectionStore {

  private static final int MOST_UNFINISHED = 1_000;

  private final int mostUnfinished;

  /** Of what is below; never held while the store is asked, which has locks of its own. */
  private final Object lock = new Object();

  private final IdentityHashMap<Connection, Begun> unfinished = new IdentityHashMap<>();

  /** Of each address by their numbers, the oldest first: what a connection equals changes. */
  private final Map<InetAddress, Map<Long, Connection>> byAddress = new HashMap<>();

  private long number;

  private record Begun(InetAddress address, long number) {}

  DtlsConnections(Dtls settings, long staleMinutes) {
    super(settings.maxConnections(), TimeUnit.MINUTES.toSeconds(staleMinutes), null, false);
    mostUnfinished = Math.min(MOST_UNFINISHED, settings.maxConnections() / 2 + 1);
  }

  @Override
  public boolean put(Connection connection) {
    oldest().ifPresent(this::end);
    InetAddress address = Peers.network(connection.getPeerAddress().getAddress());
    boolean isPut = super.put(connection);
    if (isPut && !connection.hasEstablishedDtlsContext()) {
      synchronized (lock) {
        number++;
        unfinished.put(connection, new Begun(address, number));
        byAddress.computeIfAbsent(address, none -> new LinkedHashMap<>()).put(number, connection);
      }
    }
    return isPut;
  }

  /** Which is to make room; empty while there is some. */
  private Optional<Connection> oldest() {
    synchronized (lock) {
      if (unfinished.size() < mostUnfinished) {
        return Optional.empty();
      }
      Map<Long, Connection> most = Map.of();
      for (Map<Long, Connection> each : byAddress.values()) {
        if (each.size() > most.size()
            || (each.size() == most.size() && first(each) < first(most))) {
          most = each;
        }
      }
      return Optional.of(most.values().iterator().next());
    }
  }

  private static long first(Map<Long, Connection> some) {
    return some.keySet().iterator().next();
  }

  private void end(Connection oldest) {
    forget(oldest);
    Handshaker handshaker = oldest.getOngoingHandshake();
    if (handshaker == null) {
      var unused = remove(oldest, false);
      return;
    }
    try {
      // Ends its timer, too, and has it removed.
      oldest
          .getExecutor()
          .execute(
              () ->
                  handshaker.handshakeFailed(
                      new ConnectionEvictedException("too many handshakes are not finished")));
    } catch (RejectedExecutionException over) {
      var unused = remove(oldest, false);
    }
  }

  private void forget(Connection connection) {
    synchronized (lock) {
      Begun begun = unfinished.remove(connection);
      if (begun != null) {
        Map<Long, Connection> others = byAddress.get(begun.address());
        others.remove(begun.number());
        if (others.isEmpty()) {
          byAddress.remove(begun.address());
        }
      }
    }
  }

  @Override
  public void putEstablishedSession(Connection connection) {
    forget(connection);
    super.putEstablishedSession(connection);
  }

  @Override
  public boolean remove(Connection connection, boolean removeFromSessionCache) {
    forget(connection);
    return super.remove(connection, removeFromSessionCache);
  }
}
