package io.integrationhost.emulator.output;

import io.integrationhost.emulator.ReceivedItem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes received items as JSON lines: one object per timestamped list, per set of attributes, per
 * event and per custom message, each written out as soon as no other waits. Items go through a
 * bounded queue to a thread of its own. When the reader is so slow that the queue is full, an item
 * waits for a moment; then it and those that follow are left out until there is room again, and a
 * line {@code {"kind":"dropped","count":n}} says at that place how many items are missing.
 */
public final class JsonLines implements Consumer<ReceivedItem>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JsonLines.class);
  private static final int QUEUE_ITEMS = 10_000;
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
  private static final int POLL_MILLIS = 100;

  /** An item and how many items before it were left out. */
  private record Entry(ReceivedItem item, long droppedBefore) {}

  private final BlockingQueue<Entry> queue;
  private final Duration patience;
  private final BufferedWriter out;
  private final Thread thread;
  private final AtomicLong dropped = new AtomicLong();
  private final Object offering = new Object();
  private long droppedSinceLast;
  private volatile boolean closing;
  private volatile boolean failed;

  private JsonLines(Writer out, int queueItems, Duration patience) {
    this.queue = new ArrayBlockingQueue<>(queueItems);
    this.patience = patience;
    this.out = new BufferedWriter(out);
    this.thread = new Thread(this::writeAll, "emulator-json-lines");
    this.thread.setDaemon(true);
  }

  /** Writes to a writer, which {@link #close} closes. */
  public static JsonLines to(Writer out) {
    return to(out, QUEUE_ITEMS, PATIENCE);
  }

  static JsonLines to(Writer out, int queueItems, Duration patience) {
    JsonLines lines = new JsonLines(out, queueItems, patience);
    lines.thread.start();
    return lines;
  }

  /** Hands over one item; waits a tenth of a second at most, and only once per full queue. */
  @Override
  public void accept(ReceivedItem item) {
    synchronized (offering) {
      if (closing || failed || !offer(new Entry(item, droppedSinceLast))) {
        droppedSinceLast++;
        dropped.incrementAndGet();
      } else {
        droppedSinceLast = 0;
      }
    }
  }

  /** Items that were left out because the reader was too slow, the writing failed or it is over. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what waits, for ten seconds at most, and closes the writer. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.warn("The reader of the received items does not read; {} items are lost", queue.size());
      thread.interrupt();
    }
  }

  private boolean offer(Entry entry) {
    if (queue.offer(entry)) {
      return true;
    }
    if (droppedSinceLast > 0) {
      return false;
    }
    try {
      return queue.offer(entry, patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void writeAll() {
    try (BufferedWriter writer = out) {
      while (!closing || !queue.isEmpty()) {
        Entry entry = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (entry != null) {
          write(entry);
        }
        if (queue.isEmpty()) {
          writer.flush();
        }
      }
      synchronized (offering) {
        for (Entry late = queue.poll(); late != null; late = queue.poll()) {
          write(late);
        }
        writeDropped(droppedSinceLast);
      }
    } catch (IOException | UncheckedIOException e) {
      failed = true;
      queue.clear();
      log.warn("Received items cannot be written any more: {}", e.getMessage());
    } catch (InterruptedException e) {
      failed = true;
      Thread.currentThread().interrupt();
    }
  }

  private void write(Entry entry) throws IOException {
    writeDropped(entry.droppedBefore());
    for (String line : JsonLine.of(entry.item())) {
      out.write(line);
      out.newLine();
    }
  }

  private void writeDropped(long count) throws IOException {
    if (count > 0) {
      out.write("{\"kind\":\"dropped\",\"count\":" + count + "}");
      out.newLine();
    }
  }
}
