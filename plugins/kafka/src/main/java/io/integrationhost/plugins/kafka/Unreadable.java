package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Backoff;
import io.integrationhost.plugins.kafka.Condition.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions whose next message is damaged, so that Kafka's client fails with each poll. Such a
 * partition stands still and is tried again while the others go on; where the settings say so, what
 * cannot be read is passed over. For the poll thread.
 */
final class Unreadable {

  private static final Logger log = LoggerFactory.getLogger(Unreadable.class);

  /** How Kafka's client names the partition; it has no other way to tell. */
  private static final Pattern WHERE =
      Pattern.compile(
          "(?:next record from|reading messages at|for topic-partition)"
              + " ([a-zA-Z0-9._-]+)-(\\d+)(?=[.=]|$)");

  private static final Duration CALL = Duration.ofSeconds(1);

  /** Where a partition stands still. */
  private static final class Place {
    private final long first;
    private final Backoff backoff;
    private long offset;
    private int tries;
    private long retryAt;

    Place(long offset, Settings settings) {
      first = offset;
      this.offset = offset;
      backoff = new Backoff(settings.firstRetry(), settings.mostRetry());
    }
  }

  private final Consumer<byte[], byte[]> consumer;
  private final Settings settings;
  private final Windows windows;
  private final Tally tally;
  private final Condition condition;
  private final Map<TopicPartition, Place> places = new HashMap<>();

  Unreadable(
      Consumer<byte[], byte[]> consumer,
      Settings settings,
      Windows windows,
      Tally tally,
      Condition condition) {
    this.consumer = consumer;
    this.settings = settings;
    this.windows = windows;
    this.tally = tally;
    this.condition = condition;
  }

  /**
   * What a poll has failed with.
   *
   * @return whether it is of this kind, so that polling goes on
   */
  boolean takes(KafkaException failure) {
    Optional<TopicPartition> found = partition(failure).filter(consumer.assignment()::contains);
    found.ifPresent(partition -> stop(partition, failure));
    return found.isPresent();
  }

  private static Optional<TopicPartition> partition(KafkaException failure) {
    Matcher matcher = WHERE.matcher(String.valueOf(failure.getMessage()));
    return matcher.find()
        ? Optional.of(new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  private void stop(TopicPartition partition, KafkaException failure) {
    long offset = consumer.position(partition, CALL);
    Place place =
        places.compute(
            partition,
            (key, known) ->
                known == null || known.offset != offset ? new Place(offset, settings) : known);
    place.tries++;
    boolean passes = settings.skipUnreadableAfter() > 0;
    condition.fault(Fault.DAMAGE, words(partition, place.first, passes, failure));
    if (passes && place.tries >= settings.skipUnreadableAfter()) {
      // One after the other, and no more tries, until something can be read: how many there are in
      // a damaged batch nobody knows.
      tally.passedOver();
      place.offset = offset + 1;
      consumer.seek(partition, offset + 1);
    } else {
      place.retryAt = System.nanoTime() + place.backoff.next().toNanos();
      forgetFetched(partition, offset);
    }
  }

  private static String words(
      TopicPartition partition, long offset, boolean passes, KafkaException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return "topic "
        + partition.topic()
        + ", partition "
        + partition.partition()
        + ": what the broker has at offset "
        + offset
        + " is damaged ("
        + cause.getMessage()
        + "); "
        + (passes
            ? "after skipUnreadableAfter tries it is passed over"
            : "nothing behind it is read, other partitions go on; look at the disk of the"
                + " partition's leader, let a good replica lead, or give up what is damaged with"
                + " skipUnreadableAfter");
  }

  /** Kafka's client keeps what it has fetched, and would fail with it again without asking. */
  private void forgetFetched(TopicPartition partition, long offset) {
    consumer.seek(partition, offset + 1);
    try {
      consumer
          .poll(Duration.ZERO)
          .forEach(
              message -> {
                if (!partition.equals(new TopicPartition(message.topic(), message.partition()))) {
                  windows.add(message);
                }
              });
    } catch (KafkaException e) {
      // That of another partition comes again with the next poll.
      if (partition(e).isEmpty()) {
        throw e;
      }
    } finally {
      if (consumer.assignment().contains(partition)) {
        consumer.seek(partition, offset);
      }
    }
  }

  /** Whether nothing should be fetched of it now. */
  boolean holds(TopicPartition partition, long now) {
    Place place = places.get(partition);
    return place != null && place.offset == place.first && now - place.retryAt < 0;
  }

  /** Notes what can be read again; to be called often. */
  void look() {
    places.entrySet().removeIf(each -> isOver(each.getKey(), each.getValue()));
    if (places.isEmpty()) {
      condition.over(Fault.DAMAGE);
    }
  }

  private boolean isOver(TopicPartition partition, Place place) {
    boolean isOver;
    try {
      isOver = consumer.position(partition, Duration.ZERO) != place.offset;
    } catch (TimeoutException isNotKnown) {
      return false;
    }
    if (isOver && place.offset > place.first) {
      log.warn(
          "group '{}': {}: offsets {} to {} could not be read and were passed over",
          settings.groupId(),
          partition,
          place.first,
          place.offset - 1);
    }
    return isOver;
  }

  /** They are another's, or nobody's. */
  void forget(Collection<TopicPartition> partitions) {
    places.keySet().removeAll(partitions);
  }
}
