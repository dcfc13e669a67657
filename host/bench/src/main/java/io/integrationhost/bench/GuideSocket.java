package io.integrationhost.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A device's connection after the guide's greeting. */
final class GuideSocket implements AutoCloseable {

  private static final int CONNECT_MILLIS = 5000;
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  GuideSocket(int port, String name) throws IOException {
    this(port, name, LONGEST_ANSWER);
  }

  /**
   * @param longestAnswer after which a read fails
   */
  GuideSocket(int port, String name, Duration longestAnswer) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) longestAnswer.toMillis());
    in = socket.getInputStream();
    out = socket.getOutputStream();
    out.write(
        "Hello to ThingsBoard! My name is [%s]\n".formatted(name).getBytes(StandardCharsets.UTF_8));
    int read = in.read();
    while (read >= 0 && read != '\n') {
      read = in.read();
    }
  }

  /** A port that nobody uses now. */
  static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on this machine", e);
    }
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
