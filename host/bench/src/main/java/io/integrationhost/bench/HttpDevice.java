package io.integrationhost.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/** A client that always has a number of requests unanswered; each answer lets it send another. */
final class HttpDevice implements Runnable {

  private static final int PATIENCE_MS = 30_000;
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket = new Socket();
  private final byte[] request;
  private final long[] sentAt;
  private final Histogram latency = Latencies.empty();
  private long sent;
  private long answered;
  private int matched;
  private int place;
  private boolean good = true;
  private volatile long accepted;
  private volatile long refused;
  private volatile boolean recording;
  private volatile boolean stopping;

  HttpDevice(int port, String path, int pipeline) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    sentAt = new long[pipeline];
    request =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: bench.example.org\r\nUser-Agent: bench\r\n"
                + "Content-Type: text/plain\r\nContent-Length: 8\r\n\r\n25,40,94")
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void run() {
    try (socket) {
      send(sentAt.length);
      byte[] buffer = new byte[16 * 1024];
      InputStream in = socket.getInputStream();
      while (answered < sent) {
        int length = in.read(buffer);
        if (length < 0) {
          throw new IOException("the server closed the connection");
        }
        int answers = take(buffer, length);
        if (!stopping) {
          send(answers);
        }
      }
    } catch (IOException e) {
      throw new BenchException("an HTTP client could not go on: " + e.getMessage(), e);
    }
  }

  /** Counts the answers that end in these bytes; none has a body. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private int take(byte[] buffer, int length) {
    int answers = 0;
    long now = System.nanoTime();
    for (int i = 0; i < length; i++) {
      if (place == "HTTP/1.1 ".length()) {
        good = buffer[i] == '2';
      }
      place++;
      matched = buffer[i] == END[matched] ? matched + 1 : buffer[i] == END[0] ? 1 : 0;
      if (matched == END.length) {
        matched = 0;
        place = 0;
        if (recording) {
          Latencies.record(latency, now - sentAt[(int) (answered % sentAt.length)]);
        }
        answered++;
        answers++;
        accepted += good ? 1 : 0;
        refused += good ? 0 : 1;
      }
    }
    return answers;
  }

  private void send(int count) throws IOException {
    var requests = new ByteArrayOutputStream(count * request.length);
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      requests.writeBytes(request);
      sentAt[(int) (sent % sentAt.length)] = now;
      sent++;
    }
    requests.writeTo(socket.getOutputStream());
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

  /** Of what was answered; to be read when the client has ended. */
  Histogram latency() {
    return latency;
  }
}
