package io.integrationhost.distribution;

import io.integrationhost.distribution.Traffic.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A device that greets, then sends bursts of readings {@code n,0,0} whose numbers it never uses
 * twice, and tells the ledger which were answered OK. When its connection breaks it waits for
 * another target: knocking at the port of a dead host might end in a connection to itself.
 */
final class NumberedDevice implements Runnable {

  private static final int LARGEST_BURST = 16;

  private final String name;
  private final Ledger ledger;
  private final Duration pause;
  private final Random random;
  private final AtomicReference<Target> target;
  private final CountDownLatch stop;
  private final AtomicReference<DeviceConnection> open = new AtomicReference<>();
  private Target broken;

  NumberedDevice(
      String name,
      Ledger ledger,
      Duration pause,
      Random random,
      AtomicReference<Target> target,
      CountDownLatch stop) {
    this.name = name;
    this.ledger = ledger;
    this.pause = pause;
    this.random = random;
    this.target = target;
    this.stop = stop;
  }

  @Override
  public void run() {
    try {
      while (!pausedUntilStop(Duration.ofMillis(10))) {
        Target now = target.get();
        if (now.port() != 0 && now != broken) {
          talk(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks the connection, whatever it waits for. */
  void disconnect() {
    DeviceConnection connection = open.get();
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private void talk(Target now) throws InterruptedException {
    try (DeviceConnection connection = new DeviceConnection(now.port())) {
      open.set(connection);
      connection.ask("Hello to ThingsBoard! My name is [" + name + "]");
      do {
        burst(connection);
      } while (!pausedUntilStop(Duration.ofNanos((long) (pause.toNanos() * random.nextDouble()))));
    } catch (IOException e) {
      broken = now;
    }
  }

  private void burst(DeviceConnection connection) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int i = random.nextInt(LARGEST_BURST); i >= 0; i--) {
      numbers.add(ledger.send(name));
    }
    connection.send(String.join("\n", numbers.stream().map(n -> n + ",0,0").toList()));
    for (int number : numbers) {
      String answer = connection.answer();
      if (answer == null) {
        throw new IOException("the host has closed the connection");
      }
      if (answer.equals("OK")) {
        ledger.acknowledge(name, number);
      }
    }
  }

  private boolean pausedUntilStop(Duration time) throws InterruptedException {
    return stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
