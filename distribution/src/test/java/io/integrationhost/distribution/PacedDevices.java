package io.integrationhost.distribution;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Devices that together send so many readings a second whatever becomes of them, and note how long
 * each took to be answered from the time when it was due. A connection that breaks is made again.
 */
final class PacedDevices implements AutoCloseable {

  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int STARTED_BY = 30;

  private final Ledger ledger;
  private final int port;
  private final long paceNanos;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Long> nanos = new ArrayList<>();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong lastOk = new AtomicLong();
  private final CountDownLatch begun;
  private volatile boolean stopping;

  PacedDevices(Ledger ledger, int port, int devices, int readingsPerSecond) {
    this.ledger = ledger;
    this.port = port;
    this.paceNanos = TimeUnit.SECONDS.toNanos(1) * devices / readingsPerSecond;
    this.begun = new CountDownLatch(devices);
    for (int number = 0; number < devices; number++) {
      String name = "Device " + number;
      start("paced " + name, () -> serve(name));
    }
  }

  private void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  void awaitBegun() throws InterruptedException {
    if (!begun.await(STARTED_BY, TimeUnit.SECONDS)) {
      throw new AssertionError("not all devices could begin");
    }
  }

  private record Sent(int number, long due) {}

  private void serve(String name) {
    while (!stopping) {
      try (DeviceConnection connection = new DeviceConnection(port)) {
        connection.ask("Hello to ThingsBoard! My name is [" + name + "]");
        begun.countDown();
        Queue<Sent> open = new ArrayDeque<>();
        Thread reader = new Thread(() -> read(name, connection, open), "answers to " + name);
        reader.setDaemon(true);
        reader.start();
        write(name, connection, open, reader);
        reader.join();
      } catch (IOException e) {
        LockSupport.parkNanos(RECONNECT_NANOS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void write(String name, DeviceConnection connection, Queue<Sent> open, Thread reader)
      throws IOException, InterruptedException {
    long due = System.nanoTime();
    while (!stopping && reader.isAlive()) {
      int number = ledger.send(name);
      synchronized (open) {
        open.add(new Sent(number, due));
      }
      connection.send(number + ",0,0");
      due += paceNanos;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    awaitAnswers(open, reader);
  }

  private static void awaitAnswers(Queue<Sent> open, Thread reader) throws InterruptedException {
    long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
    while (reader.isAlive() && System.nanoTime() < end) {
      synchronized (open) {
        if (open.isEmpty()) {
          return;
        }
        open.wait(100);
      }
    }
  }

  private void read(String name, DeviceConnection connection, Queue<Sent> open) {
    try {
      for (String answer = connection.answer(); answer != null; answer = connection.answer()) {
        Sent sent;
        synchronized (open) {
          sent = open.remove();
          open.notifyAll();
        }
        if (answer.equals("OK")) {
          ledger.acknowledge(name, sent.number());
          answered(System.nanoTime() - sent.due());
        } else {
          refused.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // The host is gone, or the connection was closed from here.
      return;
    }
  }

  private void answered(long took) {
    lastOk.set(System.nanoTime());
    synchronized (nanos) {
      nanos.add(took);
    }
  }

  /** Of the answers since the last call. */
  Duration takeP99() {
    synchronized (nanos) {
      Collections.sort(nanos);
      Duration p99 =
          nanos.isEmpty()
              ? Duration.ZERO
              : Duration.ofNanos(nanos.get((int) Math.min(nanos.size() - 1, nanos.size() * 0.99)));
      nanos.clear();
      return p99;
    }
  }

  /** Answers since {@link #takeP99}. */
  int answers() {
    synchronized (nanos) {
      return nanos.size();
    }
  }

  /** Readings that were answered with anything but OK. */
  long refused() {
    return refused.get();
  }

  /** When a reading was last answered OK, of {@link System#nanoTime}. */
  long lastOk() {
    return lastOk.get();
  }

  void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join(HostProcess.PATIENCE.toMillis());
    }
  }

  @Override
  public void close() {
    stopping = true;
  }
}
