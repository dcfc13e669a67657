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
 * restart of the host what was not acknowledged comes again, a window's worth at most.
 *
 * <p>At most 65535 ids are kept of each kind, since there are no more. A packet id alone proves
 * nothing, since a broker that lost its memory begins anew: the content counts too, and the mark by
 * which brokers say that they repeat.
 */
final class Incoming {

  private record Known(long content, CompletionStage<Void> done) {}

  private final Deliveries deliveries;
  private final Map<Integer, Known> underWay = new ConcurrentHashMap<>();

  /** Quality of service 2: the host is done with it, and the broker has not let go of the id. */
  private final Map<Integer, Long> unreleased = new ConcurrentHashMap<>();

  private final LongAdder duplicates = new LongAdder();

  Incoming(Deliveries deliveries) {
    this.deliveries = deliveries;
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
   * @return completes when the host is done with all of it
   */
  CompletionStage<Void> take(Message message, int packetId, List<Uplink> uplinks) {
    if (message.qos() == 0) {
      return deliver(uplinks);
    }
    long content = content(message);
    if (message.duplicate()) {
      Known known = underWay.get(packetId);
      if (known != null && known.content() == content) {
        duplicates.increment();
        return known.done();
      }
      if (message.qos() == 2 && Long.valueOf(content).equals(unreleased.get(packetId))) {
        duplicates.increment();
        return CompletableFuture.completedFuture(null);
      }
    }
    unreleased.remove(packetId);
    CompletableFuture<Void> done = deliver(uplinks).toCompletableFuture();
    var known = new Known(content, done);
    underWay.put(packetId, known);
    return done.whenComplete(
        (nothing, givenUp) -> {
          if (underWay.remove(packetId, known) && givenUp == null && message.qos() == 2) {
            unreleased.put(packetId, content);
          }
        });
  }

  private CompletionStage<Void> deliver(List<Uplink> uplinks) {
    if (uplinks.size() == 1) {
      return deliveries.deliver(uplinks.get(0));
    }
    return CompletableFuture.allOf(
        uplinks.stream()
            .map(uplink -> deliveries.deliver(uplink).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
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
