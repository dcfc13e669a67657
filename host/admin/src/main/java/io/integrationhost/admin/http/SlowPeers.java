package io.integrationhost.admin.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Closes connections whose request does not come to its end: each byte would keep them open
 * otherwise. Looks from time to time; a connection is told of by any thread.
 */
final class SlowPeers implements Connection.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<Connection, Look> looks = new ConcurrentHashMap<>();

  /** What was seen of a connection: how far it was when its next request was to come. */
  private record Look(long requests, long bytes, long since) {}

  @Override
  public void onOpened(Connection connection) {
    // Encryption is a connection, too, around the one that matters.
    if (connection instanceof ConnectionMetaData) {
      looks.put(connection, new Look(0, 0, System.nanoTime()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    looks.remove(connection);
  }

  /** Called about once a second. */
  void look() {
    long now = System.nanoTime();
    looks.forEach((connection, look) -> look(connection, look, now));
  }

  private void look(Connection connection, Look before, long now) {
    long requests = connection.getMessagesIn();
    boolean answering = requests > connection.getMessagesOut();
    if (answering || requests != before.requests()) {
      looks.computeIfPresent(
          connection, (same, look) -> new Look(requests, connection.getBytesIn(), now));
      return;
    }
    boolean begun = requests == 0 || connection.getBytesIn() > before.bytes();
    if (!begun) {
      // Between two requests; the server's own limit ends that.
      looks.computeIfPresent(connection, (same, look) -> new Look(requests, before.bytes(), now));
    } else if (now - before.since() >= PATIENCE.toNanos()) {
      looks.remove(connection);
      connection.getEndPoint().close();
    }
  }

  int size() {
    return looks.size();
  }
}
