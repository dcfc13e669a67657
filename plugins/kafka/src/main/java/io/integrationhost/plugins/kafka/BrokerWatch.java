package io.integrationhost.plugins.kafka;

import io.integrationhost.plugins.kafka.Condition.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Whether brokers are there and have the topics. A consumer does not tell: it tries again for ever
 * in silence. For the poll thread, once a second; blocks it for seconds while no broker is there.
 */
final class BrokerWatch {

  private static final Duration CALL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long PROBE_AGAIN = TimeUnit.SECONDS.toNanos(5);
  private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(5);
  private static final long ASK_GOOD_AGAIN = TimeUnit.SECONDS.toNanos(60);
  private static final long ASK_GROUP_AGAIN = TimeUnit.SECONDS.toNanos(15);
  private static final long PATIENCE_WITH_GROUP = TimeUnit.SECONDS.toNanos(15);

  private final Consumer<byte[], byte[]> consumer;
  private final Settings settings;
  private final Condition condition;
  private Optional<? extends Metric> connections = Optional.empty();
  private int lonelyLooks;
  private int unanswered;
  private long memberAt = System.nanoTime();
  private long groupAskedAt = memberAt;
  private long probedAt = memberAt - PROBE_AGAIN;
  private long askedAt = memberAt - ASK_GOOD_AGAIN;
  private boolean areTopicsGood;

  BrokerWatch(Consumer<byte[], byte[]> consumer, Settings settings, Condition condition) {
    this.consumer = consumer;
    this.settings = settings;
    this.condition = condition;
  }

  /**
   * Looks at both.
   *
   * @param isMember whether the group has given it its share
   * @param now of {@link System#nanoTime}
   */
  void look(boolean isMember, long now) {
    memberAt = isMember ? now : memberAt;
    lonelyLooks = isLonely() ? lonelyLooks + 1 : 0;
    if (lonelyLooks > 2) {
      if (now - probedAt >= PROBE_AGAIN) {
        probedAt = now;
        condition.away(Probe.look(settings.bootstrapServers()), RETRY);
      }
      return;
    }
    boolean isDue = now - askedAt >= (areTopicsGood ? ASK_GOOD_AGAIN : ASK_AGAIN);
    if (lonelyLooks == 0 && (isDue || !condition.isConnected())) {
      askedAt = now;
      ask();
    }
    if (!isMember) {
      unanswered = 0;
    } else if (condition.isConnected() && now - groupAskedAt >= ASK_GROUP_AGAIN) {
      groupAskedAt = now;
      askGroup();
    }
    if (unanswered > 1) {
      condition.fault(
          Fault.GROUP,
          "the broker that coordinates group '"
              + settings.groupId()
              + "' does not answer though it can be reached; has it hung?");
    } else if (condition.isConnected() && now - memberAt > PATIENCE_WITH_GROUP && areTopicsGood) {
      condition.fault(
          Fault.GROUP,
          "waits for its place in group '"
              + settings.groupId()
              + "': it comes when members that are gone without leaving have lost theirs"
              + " (session.timeout.ms, 45 s unless changed); if not, is the group's coordinator there"
              + " (topic __consumer_offsets)?");
    } else {
      condition.over(Fault.GROUP);
    }
  }

  /** Whether no connection is open; where Kafka's client does not tell, there is one. */
  private boolean isLonely() {
    if (connections.isEmpty()) {
      connections =
          consumer.metrics().entrySet().stream()
              .filter(each -> isConnectionCount(each.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
    }
    return connections
        .map(each -> each.metricValue() instanceof Double count && count < 1)
        .orElse(false);
  }

  private static boolean isConnectionCount(MetricName name) {
    return name.name().equals("connection-count") && name.group().equals("consumer-metrics");
  }

  /** What it knows of topics Kafka's client keeps; this goes to the broker. */
  private void askGroup() {
    try {
      var unused = consumer.committed(consumer.assignment(), CALL);
      unanswered = 0;
    } catch (TimeoutException isSilent) {
      unanswered++;
    }
  }

  private void ask() {
    List<String> missing = new ArrayList<>();
    try {
      for (String topic : settings.topics()) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, CALL);
        if (partitions == null || partitions.isEmpty()) {
          missing.add(topic);
        }
      }
    } catch (TopicAuthorizationException e) {
      condition.connected();
      areTopicsGood = false;
      condition.fault(Fault.TOPICS, new Words(settings).of(e));
      return;
    } catch (TimeoutException e) {
      long now = System.nanoTime();
      if (!condition.isConnected() && now - probedAt >= PROBE_AGAIN) {
        probedAt = now;
        condition.away(Probe.look(settings.bootstrapServers()), RETRY);
      }
      return;
    }
    condition.connected();
    areTopicsGood = missing.isEmpty();
    if (areTopicsGood) {
      condition.over(Fault.TOPICS);
    } else {
      condition.fault(
          Fault.TOPICS,
          "the broker has no topic "
              + String.join(", ", missing)
              + "; create it, look at its name, or set autoCreateTopics");
    }
  }
}
