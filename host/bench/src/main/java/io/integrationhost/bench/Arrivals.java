package io.integrationhost.bench;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.HdrHistogram.Histogram;

/** Readings on their way to one place, oldest first; arrivals come from one thread. */
final class Arrivals implements ArrivalListener {
  private final Queue<Long> expected = new ConcurrentLinkedQueue<>();
  private final Histogram latency = Latencies.empty();
  private volatile boolean recording;

  void expect(long nanoTime) {
    expected.add(nanoTime);
  }

  void record(boolean on) {
    recording = on;
  }

  @Override
  public void arrived(int items) {
    long now = System.nanoTime();
    for (int i = 0; i < items; i++) {
      Long sentAt = expected.poll();
      if (recording && sentAt != null) {
        Latencies.record(latency, now - sentAt);
      }
    }
  }

  /** To be read when nothing is on its way. */
  Histogram latency() {
    return latency.copy();
  }
}
