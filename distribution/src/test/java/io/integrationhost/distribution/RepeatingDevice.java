package io.integrationhost.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A device that sends {@code name,number} and repeats it until it is told that it is stored. */
final class RepeatingDevice implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How it reaches the host. */
  interface Way {
    /** A new line to the host. */
    Line open() throws IOException;
  }

  /** One connection, or what stands for one. */
  interface Line extends Closeable {
    /**
     * Sends a reading and waits for its answer.
     *
     * @return whether it is stored; the line is closed when not
     * @throws IOException when the line is of no use any more
     * @throws IllegalStateException when the answer is none that a device should get
     */
    boolean isStored(String reading) throws IOException;
  }

  private final String name;
  private final Way way;
  private final Collection<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Thread thread;
  private volatile RuntimeException fault;
  private volatile boolean stopping;

  RepeatingDevice(String name, Way way) {
    this.name = name;
    this.way = way;
    thread = new Thread(this::run, "device " + name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopping) {
        talk();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (RuntimeException e) {
      fault = e;
    }
  }

  private void talk() {
    try (Line line = way.open()) {
      while (!stopping) {
        String reading = name + "," + number.get();
        if (!line.isStored(reading)) {
          return;
        }
        acknowledged.add(reading);
        number.incrementAndGet();
      }
    } catch (IOException broken) {
      // As one that was not answered.
    }
  }

  /** How much it was told to be stored. */
  int count() {
    if (fault != null) {
      throw fault;
    }
    return number.get();
  }

  /** What it was told to be stored; complete when it is closed. */
  Collection<String> acknowledged() {
    return acknowledged;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(HostProcess.PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
