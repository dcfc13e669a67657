package io.integrationhost.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Devices of a neighbour: each sends a reading, waits for any answer, and sends the next a little
 * later. What is measured is what their converter does, not how fast they are.
 */
final class Attackers {

  private static final int DEVICES = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Their messages wait for each other, each until its script is stopped. */
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);

  private static final byte[] READING = {'2', '5', ',', '4', '0', ',', '9', '4', '\n'};

  private final List<Device> devices = new ArrayList<>();
  private final List<BenchThread> threads = new ArrayList<>();

  Attackers(int port) {
    try {
      for (int number = 0; number < DEVICES; number++) {
        devices.add(new Device(new GuideSocket(port, "Neighbour " + number, LONGEST_ANSWER)));
      }
    } catch (IOException e) {
      throw new BenchException("a neighbour's device could not connect: " + e.getMessage(), e);
    }
    devices.forEach(device -> threads.add(BenchThread.start("neighbour", device)));
  }

  /** Has them begin or pause; returns when all that was sent is answered, or all have begun. */
  void send(boolean sending) {
    devices.forEach(device -> device.sending = sending);
    Waiting.until(
        () -> devices.stream().allMatch(device -> device.busy == sending),
        "the answers to the neighbour's readings",
        LONGEST_ANSWER);
  }

  /** Sends no more and waits for the answers to what was sent. */
  void finish() {
    devices.forEach(device -> device.stopping = true);
    threads.forEach(BenchThread::join);
  }

  /** Readings answered with OK; complete after {@link #finish}. */
  long accepted() {
    return devices.stream().mapToLong(device -> device.accepted).sum();
  }

  private static final class Device implements Runnable {
    private final GuideSocket socket;
    private volatile long accepted;
    private volatile boolean sending;
    private volatile boolean busy;
    private volatile boolean stopping;

    Device(GuideSocket socket) {
      this.socket = socket;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void run() {
      Answers answers = new Answers();
      byte[] buffer = new byte[1024];
      try (socket) {
        while (!stopping) {
          busy = sending;
          if (!busy) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            continue;
          }
          socket.out().write(READING);
          int answered = 0;
          while (answered == 0) {
            int length = socket.in().read(buffer);
            if (length < 0) {
              throw new IOException("the host closed the connection");
            }
            answers.take(buffer, length);
            accepted += answers.ok();
            answered = answers.ok() + answers.other();
          }
          LockSupport.parkNanos(this, PAUSE_NANOS);
        }
      } catch (IOException e) {
        throw new BenchException("a neighbour's device could not go on: " + e.getMessage(), e);
      }
    }
  }
}
