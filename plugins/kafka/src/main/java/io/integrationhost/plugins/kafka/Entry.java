package io.integrationhost.plugins.kafka;

import io.integrationhost.plugin.Receipt;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One message between broker and receipt. For the poll thread, all but its answer. */
final class Entry {

  /** What an object of each message takes beside its bytes, about. */
  private static final int OVERHEAD = 200;

  /**
   * Entries that the host has answered, on their way to the poll thread. Adding one needs no memory
   * and calls nobody: an answer that got lost when memory is short would keep its partition from
   * going on for ever.
   */
  static final class Answers {
    private final AtomicReference<Entry> newest = new AtomicReference<>();
    private Entry oldest;

    /**
     * From any thread; an answer to an entry that has one counts for nothing.
     *
     * @param receipt null: there is a failure
     */
    void add(Entry entry, Receipt receipt, Throwable failure) {
      if (!entry.isAnswered.compareAndSet(false, true)) {
        return;
      }
      entry.receipt = receipt;
      entry.failure = failure;
      Entry before;
      do {
        before = newest.get();
        entry.next = before;
      } while (!newest.compareAndSet(before, entry));
    }

    /** The one that was answered first; empty: none. */
    Optional<Entry> poll() {
      if (oldest == null) {
        Entry each = newest.getAndSet(null);
        while (each != null) {
          Entry before = each.next;
          each.next = oldest;
          oldest = each;
          each = before;
        }
      }
      Optional<Entry> first = Optional.ofNullable(oldest);
      if (oldest != null) {
        Entry rest = oldest.next;
        oldest.next = null;
        oldest = rest;
      }
      return first;
    }
  }

  private final PartitionWindow window;
  private final ConsumerRecord<byte[], byte[]> message;
  private final int size;
  private final AtomicBoolean isAnswered = new AtomicBoolean();
  private Receipt receipt;
  private Throwable failure;
  private Entry next;
  private boolean isSettled;

  Entry(PartitionWindow window, ConsumerRecord<byte[], byte[]> message) {
    this.window = window;
    this.message = message;
    this.size = sizeOf(message);
  }

  private static int sizeOf(ConsumerRecord<byte[], byte[]> message) {
    long bytes = OVERHEAD;
    bytes += message.key() == null ? 0 : message.key().length;
    bytes += message.value() == null ? 0 : message.value().length;
    for (var header : message.headers()) {
      bytes += OVERHEAD + (header.value() == null ? 0 : header.value().length);
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  PartitionWindow window() {
    return window;
  }

  ConsumerRecord<byte[], byte[]> message() {
    return message;
  }

  int size() {
    return size;
  }

  /** A message without a value: nothing to convert. */
  boolean isTombstone() {
    return message.value() == null;
  }

  /** It is published, again perhaps: it has no answer. */
  void asks() {
    isSettled = false;
    receipt = null;
    failure = null;
    isAnswered.set(false);
  }

  /** Whether its answer settles it. */
  boolean answerSettles() {
    return receipt != null && receipt.isSettled();
  }

  /** Why its answer does not settle it, for people. */
  String why() {
    if (receipt instanceof Receipt.Rejected no) {
      return no.reason() + ": " + no.message();
    } else if (failure == null) {
      return "no receipt";
    }
    try {
      return failure.toString();
    } catch (Throwable cannotBeSaid) {
      return failure.getClass().getName();
    }
  }

  void settled(boolean now) {
    isSettled = now;
  }

  boolean isSettled() {
    return isSettled;
  }
}
