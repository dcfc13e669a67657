package io.integrationhost.admin.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Server-sent events to one reader. Never waits for it: of what it does not take, a bounded number
 * is kept. Safe for any thread.
 */
public final class EventStream {

  private static final byte[] KEEP = ":\n\n".getBytes(StandardCharsets.UTF_8);
  private static final int MOST_AT_ONCE = 64 * 1024;
  private static final int MOST_WAITING = 1 << 20;

  /** The connection. Writes one thing at a time. */
  public interface Sink {

    /**
     * Writes, and tells when that is done.
     *
     * @param last whether nothing follows
     * @param done told the failure, or null; maybe before this returns
     */
    void write(byte[] bytes, boolean last, Consumer<Throwable> done);
  }

  private final Sink sink;
  private final int places;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private final List<Runnable> whenClosed = new ArrayList<>();
  private boolean writing;
  private boolean ending;
  private boolean closed;
  private long nextId = 1;
  private int waitingBytes;

  /**
   * A stream whose head is sent.
   *
   * @param places how many events may wait
   */
  public EventStream(Sink sink, int places) {
    this.sink = sink;
    this.places = places;
  }

  /**
   * Sends an event soon.
   *
   * @param data without line breaks, as JSON is written
   * @return false when it is dropped, since too many wait or the stream has ended
   */
  public boolean send(String event, String data) {
    synchronized (this) {
      if (closed || ending || waiting.size() >= places || waitingBytes > MOST_WAITING) {
        return false;
      }
      String text = "id: " + nextId++ + "\nevent: " + event + "\ndata: " + data + "\n\n";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      waiting.add(bytes);
      waitingBytes += bytes.length;
    }
    pump();
    return true;
  }

  /** Shows that somebody is there, if nothing else does. */
  public void keepAlive() {
    synchronized (this) {
      if (closed || ending || writing || !waiting.isEmpty()) {
        return;
      }
      waiting.add(KEEP);
      waitingBytes += KEEP.length;
    }
    pump();
  }

  /** Whether the reader has taken everything. */
  public synchronized boolean isIdle() {
    return !closed && !writing && waiting.isEmpty();
  }

  public synchronized boolean isClosed() {
    return closed || ending;
  }

  /** Ends the stream behind what waits. */
  public void end() {
    synchronized (this) {
      if (closed || ending) {
        return;
      }
      ending = true;
    }
    pump();
  }

  /** Has something run once when the stream is over, whoever ended it. */
  public void onClose(Runnable task) {
    synchronized (this) {
      if (!closed) {
        whenClosed.add(task);
        return;
      }
    }
    task.run();
  }

  private void pump() {
    byte[] bytes;
    boolean last;
    synchronized (this) {
      if (writing || closed || (waiting.isEmpty() && !ending)) {
        return;
      }
      bytes = next();
      last = ending && waiting.isEmpty();
      writing = true;
    }
    try {
      sink.write(bytes, last, failure -> written(last, failure));
    } catch (RuntimeException | Error e) {
      written(last, e);
    }
  }

  private byte[] next() {
    List<byte[]> parts = new ArrayList<>();
    int size = 0;
    while (!waiting.isEmpty() && (size == 0 || size + waiting.peek().length <= MOST_AT_ONCE)) {
      byte[] part = waiting.remove();
      parts.add(part);
      size += part.length;
      waitingBytes -= part.length;
    }
    byte[] all = new byte[size];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, end, part.length);
      end += part.length;
    }
    return all;
  }

  private void written(boolean last, Throwable failure) {
    List<Runnable> tasks = List.of();
    synchronized (this) {
      writing = false;
      if ((failure != null || last) && !closed) {
        closed = true;
        waiting.clear();
        waitingBytes = 0;
        tasks = List.copyOf(whenClosed);
        whenClosed.clear();
      }
    }
    tasks.forEach(Runnable::run);
    pump();
  }
}
