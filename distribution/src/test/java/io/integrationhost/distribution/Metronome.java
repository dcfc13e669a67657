package io.integrationhost.distribution;

import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A device that sends one reading after the other over one connection and notes the longest time
 * between two receipts. A connection that breaks is a fault.
 */
final class Metronome implements Consumer<ReceivedItem>, AutoCloseable {

  private static final String NAME = "Metronome";
  private static final long PACE_MILLIS = 10;

  private final Ledger ledger = new Ledger();
  private final AtomicLong longestNanos = new AtomicLong();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile String fault = "";
  private Thread thread;

  /** Begins to send. */
  void connectTo(int port) {
    thread = new Thread(() -> run(port), "metronome");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(int port) {
    try (DeviceConnection connection = new DeviceConnection(port)) {
      connection.ask("Hello to ThingsBoard! My name is [" + NAME + "]");
      long last = System.nanoTime();
      while (!stop.await(PACE_MILLIS, TimeUnit.MILLISECONDS)) {
        int number = ledger.send(NAME);
        String answer = connection.ask(number + ",0,0");
        if (!"OK".equals(answer)) {
          fault = "reading " + number + " was answered with " + answer;
          return;
        }
        ledger.acknowledge(NAME, number);
        long now = System.nanoTime();
        long gap = now - last;
        longestNanos.accumulateAndGet(gap, Math::max);
        last = now;
      }
    } catch (IOException e) {
      fault = "the connection broke: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void accept(ReceivedItem item) {
    if (item.name().equals(NAME)) {
      ledger.accept(item);
    }
  }

  /** The longest time between two receipts since the last call. */
  Duration takeLongestGap() {
    return Duration.ofNanos(longestNanos.getAndSet(0));
  }

  /** What went wrong; empty if nothing did. */
  String fault() {
    return fault;
  }

  Ledger ledger() {
    return ledger;
  }

  void stop() throws InterruptedException {
    stop.countDown();
    thread.join(HostProcess.PATIENCE.toMillis());
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
