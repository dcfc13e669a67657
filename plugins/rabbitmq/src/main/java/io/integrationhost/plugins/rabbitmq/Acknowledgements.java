package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.plugins.rabbitmq.Delivery.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The deliveries of one channel in their order. The broker is told of one when all before it are
 * done, so that what is not done is always a tail. For the lane.
 */
final class Acknowledgements {

  /** The broker's side. */
  interface Sink {
    /** All up to this one are done. */
    void acknowledge(long tag) throws IOException;

    /** This one alone is of no use to anybody. */
    void reject(long tag) throws IOException;
  }

  private final Deque<Delivery> open = new ArrayDeque<>();

  void add(Delivery delivery) {
    open.add(delivery);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  int size() {
    return open.size();
  }

  /** Tells what can be told. One message acknowledges a whole row. */
  void flush(Sink sink) throws IOException {
    long row = -1;
    while (!open.isEmpty() && open.peek().outcome() != Outcome.OPEN) {
      Delivery next = open.remove();
      if (next.outcome() == Outcome.ACKNOWLEDGE) {
        row = next.tag();
        continue;
      }
      if (row >= 0) {
        sink.acknowledge(row);
        row = -1;
      }
      sink.reject(next.tag());
    }
    if (row >= 0) {
      sink.acknowledge(row);
    }
  }
}
