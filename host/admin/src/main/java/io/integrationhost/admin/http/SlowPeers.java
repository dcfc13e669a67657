package io.integrationhost.admin.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Closes connections whose request does not come to its end: each byte would keep them open
 * otherwise. And where there are many, the one whose next request is waited for longest, so that
 * whoever comes new finds a place. Looks from time to time; a connection is told of by any thread.
 */
final class SlowPeers implements Connection.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int most;
  private final Map<Connection, Look> looks = new ConcurrentHashMap<>();

  /** What was seen of a connection: how far it was when its next request was to come. */
  private record Look(long requests, long bytes, long since, long answered) {}

  /**
   * Knows none yet.
   *
   * @param most so many may wait for a next request
   */
  SlowPeers(int most) {
    this.most = most;
  }

  @Override
  public void onOpened(Connection connection) {
    // Encryption is a connection, too, around the one that matters.
    if (connection instanceof ConnectionMetaData) {
      long now = System.nanoTime();
      looks.put(connection, new Look(0, 0, now, now));
      if (looks.size() > most) {
        closeIdlest(now);
      }
    }
  }

  @Override
  public void onClosed(Connection connection) {
    looks.remove(connection);
  }

  private void closeIdlest(long now) {
    looks.entrySet().stream()
        .filter(each -> isIdle(each.getKey(), each.getValue()))
        .max(Comparator.comparingLong(each -> idleFor(each.getKey(), each.getValue(), now)))
        .map(Map.Entry::getKey)
        .ifPresent(
            connection -> {
              looks.remove(connection);
              connection.getEndPoint().close();
            });
  }

  /** Whether its requests are answered, and no other has begun. */
  private static boolean isIdle(Connection connection, Look look) {
    long requests = connection.getMessagesIn();
    return requests > 0
        && requests == connection.getMessagesOut()
        && (requests != look.requests() || connection.getBytesIn() <= look.bytes());
  }

  private static long idleFor(Connection connection, Look look, long now) {
    return connection.getMessagesIn() == look.requests() ? now - look.answered() : 0;
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
          connection, (same, look) -> new Look(requests, connection.getBytesIn(), now, now));
      return;
    }
    boolean begun = requests == 0 || connection.getBytesIn() > before.bytes();
    if (!begun) {
      // Between two requests; the server's own limit ends that.
      looks.computeIfPresent(
          connection, (same, look) -> new Look(requests, before.bytes(), now, before.answered()));
    } else if (now - before.since() >= PATIENCE.toNanos()) {
      looks.remove(connection);
      connection.getEndPoint().close();
    }
  }

  int size() {
    return looks.size();
  }
}
