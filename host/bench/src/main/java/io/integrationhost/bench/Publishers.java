package io.integrationhost.bench;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sources that each publish their next reading when the receipt of the last one arrives. One thread
 * publishes for all of them, as the lane of a plugin does: receipts only say who is next.
 */
final class Publishers {

  private final List<Publisher> all;
  private final Queue<Publisher> ready = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final BenchThread thread;
  private volatile Thread parked;
  private volatile boolean stopping;

  /** Starts publishers that are spread evenly over the targets. */
  Publishers(int count, List<Uplinks> targets) {
    all =
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    new Publisher(targets.get(number % targets.size()), Readings.uplink(number)))
            .toList();
    ready.addAll(all);
    thread = BenchThread.start("publisher", this::run);
  }

  long accepted() {
    return accepted.get();
  }

  long refused() {
    return refused.get();
  }

  /** Publishes no more and waits for all receipts. */
  void finish() {
    stopping = true;
    thread.join();
    Waiting.until(() -> underWay.get() == 0, "the receipt of the last uplink");
  }

  private void run() {
    while (!stopping) {
      Publisher next = ready.poll();
      if (next == null) {
        await();
      } else {
        publish(next);
      }
    }
  }

  private void publish(Publisher publisher) {
    underWay.incrementAndGet();
    var unused =
        publisher
            .target()
            .publish(publisher.uplink())
            .whenComplete((receipt, failure) -> settled(publisher, receipt));
  }

  private void settled(Publisher publisher, Receipt receipt) {
    if (receipt instanceof Receipt.Stored) {
      accepted.incrementAndGet();
    } else {
      refused.incrementAndGet();
    }
    ready.add(publisher);
    Thread waiting = parked;
    if (waiting != null) {
      parked = null;
      LockSupport.unpark(waiting);
    }
    underWay.decrementAndGet();
  }

  private void await() {
    parked = Thread.currentThread();
    if (ready.isEmpty() && !stopping) {
      LockSupport.park(this);
    }
    parked = null;
  }

  private record Publisher(Uplinks target, Uplink uplink) {}
}
