package io.integrationhost.bench;

import io.integrationhost.remote.UplinkAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends as the official client does (facts 3.4, its default settings): one record per message, a
 * few messages, then it waits for all their answers; a pause, here a short one, when there is
 * nothing.
 */
final class OfficialStyleSender {

  /** Records read and sent at a time. */
  static final int BATCH = 10;

  /** The original pauses for a second; its throughput under load is to be measured, not that. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long ANSWER_SECONDS = 10;

  private final OfficialStyleStore store;
  private final OpenLink link;
  private final BenchThread thread;
  private volatile long delivered;
  private volatile boolean stopped;

  OfficialStyleSender(OfficialStyleStore store, OpenLink link) {
    this.store = store;
    this.link = link;
    thread = BenchThread.start("official-sender", this::run);
  }

  long delivered() {
    return delivered;
  }

  void stop() {
    stopped = true;
    thread.join();
  }

  private void run() {
    while (!stopped) {
      List<byte[]> records = store.read(BATCH);
      if (records.isEmpty()) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      } else {
        deliver(records);
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void deliver(List<byte[]> records) {
    List<CompletableFuture<UplinkAnswer>> answers =
        records.stream().map(record -> link.send(List.of(record)).toCompletableFuture()).toList();
    try {
      for (CompletableFuture<UplinkAnswer> answer : answers) {
        answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new BenchException("the official-style path lost its link", e);
    }
    store.confirm(records.size());
    delivered += records.size();
  }
}
