package io.integrationhost.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One device that sends a reading every 10 ms whatever becomes of it. Readings of one device keep
 * their order, so the first arrival belongs to the first reading.
 */
final class PacedDevice implements Devices {

  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final byte[] READING = "25,40,94\n".getBytes(StandardCharsets.US_ASCII);

  private final GuideSocket socket;
  private final Arrivals atServer;
  private final Arrivals atDevice = new Arrivals();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final BenchThread writer;
  private final BenchThread reader;
  private volatile boolean stopping;

  /**
   * @param atServer hears the server's arrivals
   */
  PacedDevice(int port, Arrivals atServer) {
    this.atServer = atServer;
    try {
      socket = new GuideSocket(port, "Device B");
    } catch (IOException e) {
      throw new BenchException("the device could not connect: " + e.getMessage(), e);
    }
    reader = BenchThread.start("device-answers", this::read);
    writer = BenchThread.start("device", this::write);
  }

  private void write() {
    long next = System.nanoTime();
    try {
      while (!stopping) {
        long now = System.nanoTime();
        atServer.expect(now);
        atDevice.expect(now);
        sent.incrementAndGet();
        socket.out().write(READING);
        next += PACE_NANOS;
        LockSupport.parkNanos(this, next - System.nanoTime());
      }
    } catch (IOException e) {
      throw new BenchException("the device could not send: " + e.getMessage(), e);
    }
  }

  private void read() {
    Answers answers = new Answers();
    byte[] buffer = new byte[1024];
    try {
      while (!answered()) {
        int length = socket.in().read(buffer);
        if (length < 0) {
          throw new IOException("the host closed the connection");
        }
        answers.take(buffer, length);
        atDevice.arrived(answers.ok() + answers.other());
        refused.addAndGet(answers.other());
        accepted.addAndGet(answers.ok());
      }
    } catch (IOException e) {
      if (!answered()) {
        throw new BenchException("the device got no answer: " + e.getMessage(), e);
      }
    }
  }

  private boolean answered() {
    return stopping && accepted.get() + refused.get() == sent.get();
  }

  @Override
  public void record(boolean on) {
    atServer.record(on);
    atDevice.record(on);
  }

  @Override
  public void finish() {
    stopping = true;
    writer.join();
    Waiting.until(
        () -> accepted.get() + refused.get() == sent.get(), "the answer to the last reading");
    try {
      socket.close();
    } catch (IOException e) {
      throw new BenchException("the device could not leave: " + e.getMessage(), e);
    }
    reader.join();
  }

  @Override
  public long accepted() {
    return accepted.get();
  }

  @Override
  public long refused() {
    return refused.get();
  }

  @Override
  public Map<String, Histogram> latencies() {
    return Map.of(Latencies.TO_OK, atDevice.latency(), Latencies.TO_SERVER, atServer.latency());
  }
}
