package io.integrationhost.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** A device that always has a number of readings unanswered; each answer lets it send another. */
final class BusyDevice implements Runnable {

  private static final byte[] READING = "25,40,94\n".getBytes(StandardCharsets.US_ASCII);

  private final GuideSocket socket;
  private final long[] sentAt;
  private final Answers answers = new Answers();
  private final Histogram latency = Latencies.empty();
  private long sent;
  private long answered;
  private volatile long accepted;
  private volatile long refused;
  private volatile boolean recording;
  private volatile boolean stopping;

  BusyDevice(GuideSocket socket, int pipeline) {
    this.socket = socket;
    this.sentAt = new long[pipeline];
  }

  @Override
  public void run() {
    try (socket) {
      send(sentAt.length);
      byte[] buffer = new byte[1024];
      while (answered < sent) {
        int length = socket.in().read(buffer);
        if (length < 0) {
          throw new IOException("the host closed the connection");
        }
        answers.take(buffer, length);
        answered(answers.ok() + answers.other());
      }
    } catch (IOException e) {
      throw new BenchException("a TCP device could not go on: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void answered(int count) throws IOException {
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (recording) {
        Latencies.record(latency, now - sentAt[(int) (answered % sentAt.length)]);
      }
      answered++;
    }
    accepted += answers.ok();
    refused += answers.other();
    if (!stopping) {
      send(count);
    }
  }

  private void send(int count) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(count * READING.length);
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      lines.writeBytes(READING);
      sentAt[(int) (sent % sentAt.length)] = now;
      sent++;
    }
    lines.writeTo(socket.out());
  }

  void record(boolean on) {
    recording = on;
  }

  void stop() {
    stopping = true;
  }

  long accepted() {
    return accepted;
  }

  long refused() {
    return refused;
  }

  /** Of what was answered; to be read when the device has ended. */
  Histogram latency() {
    return latency;
  }
}
