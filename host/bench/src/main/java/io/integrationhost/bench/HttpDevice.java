package io.integrationhost.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Clients with one request under way on each of their connections, as HTTP clients have. */
final class HttpDevice implements Runnable {

  private static final int PATIENCE_MS = 30_000;
  private static final int LONGEST_ANSWER = 4 * 1024;

  private final List<Socket> sockets = new ArrayList<>();
  private final byte[] request;
  private final byte[] answer = new byte[LONGEST_ANSWER];
  private final long[] sentAt;
  private final Histogram latency = Latencies.empty();
  private volatile long accepted;
  private volatile long refused;
  private volatile boolean recording;
  private volatile boolean stopping;

  HttpDevice(int port, String path, int connections) throws IOException {
    sentAt = new long[connections];
    request =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: bench.example.org\r\nUser-Agent: bench\r\n"
                + "Content-Type: text/plain\r\nContent-Length: 8\r\n\r\n25,40,94")
            .getBytes(StandardCharsets.US_ASCII);
    for (int number = 0; number < connections; number++) {
      var socket = new Socket();
      sockets.add(socket);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MS);
    }
  }

  @Override
  public void run() {
    try {
      for (int number = 0; number < sockets.size(); number++) {
        send(number);
      }
      while (!stopping) {
        for (int number = 0; number < sockets.size(); number++) {
          take(number);
          send(number);
        }
      }
      for (int number = 0; number < sockets.size(); number++) {
        take(number);
        sockets.get(number).close();
      }
    } catch (IOException e) {
      throw new BenchException("an HTTP client could not go on: " + e.getMessage(), e);
    }
  }

  private void send(int number) throws IOException {
    sentAt[number] = System.nanoTime();
    sockets.get(number).getOutputStream().write(request);
  }

  /** An answer of the host has no body. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void take(int number) throws IOException {
    InputStream in = sockets.get(number).getInputStream();
    int length = 0;
    while (!isWhole(length)) {
      int read = length == answer.length ? -1 : in.read(answer, length, answer.length - length);
      if (read < 0) {
        throw new IOException("the server closed the connection, or sent what is no answer");
      }
      length += read;
    }
    if (recording) {
      Latencies.record(latency, System.nanoTime() - sentAt[number]);
    }
    if (answer["HTTP/1.1 ".length()] == '2') {
      accepted++;
    } else {
      refused++;
    }
  }

  private boolean isWhole(int length) {
    return length > 4
        && answer[length - 4] == '\r'
        && answer[length - 3] == '\n'
        && answer[length - 2] == '\r'
        && answer[length - 1] == '\n';
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
