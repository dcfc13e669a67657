package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The messages of one partition between broker and receipt, in their order. What the host does not
 * settle is offered again, and everything behind it after it, so that the order stays: then one at
 * a time at first, so that one bad message makes few others come twice. For the poll thread.
 */
final class PartitionWindow {

  private final TopicPartition partition;
  private final int most;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
  private final Deque<Entry> sent = new ArrayDeque<>();
  private final Deque<Entry> held = new ArrayDeque<>();
  private int underWay;
  private int limit;
  private boolean isRefused;
  private boolean isDropped;
  private boolean isPaused;
  private long retryAt;
  private boolean waits;
  private long settled;
  private long asked;
  private long confirmed;
  private long position = -1;
  private long committed = -1;
  private Optional<Integer> epoch = Optional.empty();
  private Optional<String> refusal = Optional.empty();

  PartitionWindow(TopicPartition partition, int most) {
    this.partition = partition;
    this.most = most;
    this.limit = most;
  }

  TopicPartition partition() {
    return partition;
  }

  /**
   * Takes a message that came. Where the first one stands is where the broker should begin, until
   * it is done with.
   */
  Entry add(ConsumerRecord<byte[], byte[]> message) {
    if (position < 0) {
      startsAt(message.offset());
    }
    Entry entry = new Entry(this, message);
    held.add(entry);
    return entry;
  }

  /**
   * The next message that may be published, which is under way then.
   *
   * @param now of {@link System#nanoTime}
   */
  Optional<Entry> next(long now) {
    if (isRefused || underWay >= limit || held.isEmpty() || (waits && now - retryAt < 0)) {
      return Optional.empty();
    }
    waits = false;
    // Among those that are sent before it leaves those that are held: an Error between may lose
    // none.
    Entry next = held.element();
    sent.add(next);
    held.remove();
    next.asks();
    underWay++;
    return Optional.of(next);
  }

  /**
   * A message is no longer under way.
   *
   * @return the bytes of the messages at the head that are done with
   */
  long done(Entry entry, boolean isSettled, long now) {
    underWay--;
    entry.settled(isSettled);
    isRefused |= !isSettled;
    long freed = 0;
    while (!sent.isEmpty() && sent.peek().isSettled()) {
      Entry first = sent.poll();
      freed += first.size();
      settled++;
      position = first.message().offset() + 1;
      epoch = first.message().leaderEpoch();
      limit = Math.min(most, limit + 1);
    }
    if (freed > 0 && !isRefused) {
      backoff.reset();
      refusal = Optional.empty();
    }
    if (isRefused && underWay == 0) {
      offerAgain(now);
    }
    return freed;
  }

  private void offerAgain(long now) {
    while (!sent.isEmpty()) {
      Entry last = sent.getLast();
      last.settled(false);
      held.addFirst(last);
      sent.removeLast();
    }
    limit = 1;
    isRefused = false;
    waits = true;
    retryAt = now + backoff.next().toNanos();
  }

  /**
   * The host has not taken one.
   *
   * @param why for people
   */
  void refused(String why) {
    refusal = Optional.of(why);
  }

  /** Why the host has not taken what comes next; empty: it has not been asked, or took it. */
  Optional<String> refusal() {
    return refusal;
  }

  /** When a message is offered again; empty: nothing waits for that. */
  Optional<Long> retryAt() {
    return waits ? Optional.of(retryAt) : Optional.empty();
  }

  /** Whether the host has refused what comes next. */
  boolean isRefused() {
    return isRefused || waits;
  }

  /** It has been given to another. */
  long drop() {
    isDropped = true;
    long freed = sent.stream().mapToLong(Entry::size).sum();
    freed += held.stream().mapToLong(Entry::size).sum();
    sent.clear();
    held.clear();
    return freed;
  }

  boolean isDropped() {
    return isDropped;
  }

  boolean isPaused() {
    return isPaused;
  }

  void paused(boolean now) {
    isPaused = now;
  }

  /** Messages that wait or are under way. */
  int size() {
    return sent.size() + held.size();
  }

  int held() {
    return held.size();
  }

  int underWay() {
    return underWay;
  }

  /** Whether so much is done with that the broker should know before the next time it is told. */
  boolean wantsCommit() {
    return settled - confirmed >= Math.max(1, most / 4);
  }

  /**
   * Whether no more should be fetched now. What the broker does not know to be done with counts,
   * too: all of it comes again after a crash.
   */
  boolean isFull() {
    long open = size() + settled - confirmed;
    return open >= most || isRefused() || (isPaused && (open > most / 2 || !held.isEmpty()));
  }

  /**
   * Where to read on; of a partition of which nothing has come, or all is done. It may lie before
   * what was done: a broker that lost messages, or a topic made anew, counts from below.
   */
  void startsAt(long offset) {
    if (offset != position) {
      position = offset;
      epoch = Optional.empty();
    }
  }

  /** What the broker should know of it and does not. */
  Optional<OffsetAndMetadata> toCommit() {
    asked = settled;
    return position >= 0 && position != committed
        ? Optional.of(new OffsetAndMetadata(position, epoch, ""))
        : Optional.empty();
  }

  /** The broker knows it. */
  void committed(long offset) {
    committed = offset;
    if (committed == position) {
      confirmed = settled;
    } else {
      confirmed = Math.max(confirmed, asked);
    }
  }
}
