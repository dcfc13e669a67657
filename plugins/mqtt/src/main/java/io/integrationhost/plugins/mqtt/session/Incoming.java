package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.mqtt.message.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the broker has sent and may send again: known by packet ids over the connections of one
 * session, so that what comes twice is delivered once where that is certain. Not on disk: after a
 * restart of the host what the broker has read no acknowledgement of comes again.
 *
 * <p>At most 65535 ids are kept of each kind, since there are no more. A packet id alone proves
 * nothing, since a broker that lost its memory begins anew: the content counts too, and the mark by
 * which brokers say that they repeat.
 */
final class Incoming {

  /** A message that the host is not done with. */
  private static final class Known {
    private final long content;

    /** Of the connection that brought it last: those before are gone, and keep no place. */
    private CompletableFuture<Void> waiting = new CompletableFuture<>();

    private boolean isOver;

    private Known(long content) {
      this.content = content;
    }

    /** It came again. */
    private CompletableFuture<Void> again() {
      var next = new CompletableFuture<Void>();
      CompletableFuture<Void> before;
      synchronized (this) {
        if (isOver) {
          return waiting;
        }
        before = waiting;
        waiting = next;
      }
      before.cancel(false);
      return next;
    }

    private void end(Throwable givenUp) {
      CompletableFuture<Void> last;
      synchronized (this) {
        isOver = true;
        last = waiting;
      }
      if (givenUp == null) {
        last.complete(null);
      } else {
        last.completeExceptionally(givenUp);
      }
    }
  }

  private final Deliveries deliveries;
  private final boolean isKept;
  private final Map<Integer, Known> underWay = new ConcurrentHashMap<>();

  /** Quality of service 2: the host is done with it, and the broker has not let go of the id. */
  private final Map<Integer, Long> unreleased = new ConcurrentHashMap<>();

  private final LongAdder duplicates = new LongAdder();

  /**
   * Nothing has come yet.
   *
   * @param isKept whether the broker keeps the session, and sends again what was not acknowledged
   */
  Incoming(Deliveries deliveries, boolean isKept) {
    this.deliveries = deliveries;
    this.isKept = isKept;
  }

  /** The broker knows nothing of former connections. */
  void forget() {
    underWay.clear();
    unreleased.clear();
  }

  /**
   * Delivers what is in a message, once.
   *
   * @param uplinks of it
   * @return completes when the host is done with all of it; fails when it was given up, or has come
   *     again since
   */
  CompletionStage<Void> take(Message message, int packetId, List<Uplink> uplinks) {
    if (message.qos() == 0) {
      return deliver(uplinks, false);
    }
    long content = content(message);
    if (message.duplicate()) {
      Known known = underWay.get(packetId);
      if (known != null && known.content == content) {
        duplicates.increment();
        return known.again();
      }
      if (message.qos() == 2 && Long.valueOf(content).equals(unreleased.get(packetId))) {
        duplicates.increment();
        return CompletableFuture.completedFuture(null);
      }
    }
    unreleased.remove(packetId);
    var known = new Known(content);
    CompletableFuture<Void> waiting = known.waiting;
    CompletionStage<Void> done = deliver(uplinks, isKept);
    underWay.put(packetId, known);
    var unused =
        done.whenComplete(
            (nothing, givenUp) -> {
              if (underWay.remove(packetId, known) && givenUp == null && message.qos() == 2) {
                unreleased.put(packetId, content);
              }
              known.end(givenUp);
            });
    return waiting;
  }

  private CompletionStage<Void> deliver(List<Uplink> uplinks, boolean comesAgain) {
    if (uplinks.size() == 1) {
      return deliveries.deliver(uplinks.get(0), comesAgain);
    }
    CompletableFuture<?>[] parts =
        uplinks.stream()
            .map(uplink -> deliveries.deliver(uplink, comesAgain).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    var all = CompletableFuture.allOf(parts);
    for (CompletableFuture<?> part : parts) {
      // At once: when it comes again before the other parts are done it has to be delivered anew.
      var unused =
          part.whenComplete(
              (nothing, givenUp) -> {
                if (givenUp != null) {
                  all.completeExceptionally(givenUp);
                }
              });
    }
    return all;
  }

  /** The broker lets go of a packet id. */
  void release(int packetId) {
    unreleased.remove(packetId);
  }

  /** How many messages came again and were known. */
  long duplicates() {
    return duplicates.sum();
  }

  private static long content(Message message) {
    long topic = message.topic().hashCode();
    return (topic << 32) ^ (Arrays.hashCode(message.payload()) & 0xFFFF_FFFFL);
  }
}
