package io.integrationhost.distribution;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Devices that send until they are stopped, to whichever host they are pointed at. */
final class Traffic implements AutoCloseable {

  private static final int DEVICES = 4;

  private final AtomicReference<Target> target = new AtomicReference<>(new Target(0));
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<NumberedDevice> devices;
  private final List<Thread> threads;

  /**
   * @param pause between two bursts of a device, at most
   */
  Traffic(Ledger ledger, Duration pause, Random random) {
    devices =
        IntStream.range(0, DEVICES)
            .mapToObj(
                i ->
                    new NumberedDevice(
                        name(i), ledger, pause, new Random(random.nextLong()), target, stop))
            .toList();
    threads = devices.stream().map(Traffic::started).toList();
  }

  static String name(int device) {
    return "Device " + device;
  }

  /** The host listens on another port now; whoever lost the former one connects here. */
  void connectTo(int port) {
    target.set(new Target(port));
  }

  /** Lets every device finish what it has sent. */
  void stop() throws InterruptedException {
    stop.countDown();
    long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
      if (thread.isAlive()) {
        throw new AssertionError(thread.getName() + " still waits for answers");
      }
    }
  }

  @Override
  public void close() {
    stop.countDown();
    devices.forEach(NumberedDevice::disconnect);
  }

  private static Thread started(NumberedDevice device) {
    Thread thread = new Thread(device, device.toString());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Where devices connect; compared by identity, since two hosts may get the same port. */
  static final class Target {
    private final int port;

    private Target(int port) {
      this.port = port;
    }

    /** 0: nowhere. */
    int port() {
      return port;
    }
  }
}
