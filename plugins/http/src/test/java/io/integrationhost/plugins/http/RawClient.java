package io.integrationhost.plugins.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Sends exactly the bytes that a test has, and reads answers by the letter of HTTP/1.1. */
final class RawClient implements Closeable {

  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
  }

  /** An answer; names of its header in lower case. */
  record Answer(int status, Map<String, String> headers, byte[] body) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  RawClient say(String text) throws IOException {
    return say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** A POST with a body of JSON. */
  RawClient post(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return say("POST "
            + path
            + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n")
        .say(body);
  }

  /** Ends the connection so that the server hears of it at once. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  Answer answer() throws IOException {
    return answer(true);
  }

  /** The next answer; also an interim one. */
  Answer answer(boolean withBody) throws IOException {
    String first = line();
    int status = Integer.parseInt(first.substring(9, 12));
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = withBody ? in().readNBytes(length) : new byte[0];
    return new Answer(status, headers, body);
  }

  /** Whether the server has closed the connection, with nothing more said. */
  boolean isClosed() throws IOException {
    return in().read() < 0;
  }

  private InputStream in() throws IOException {
    return socket.getInputStream();
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    int next = in().read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("closed after " + bytes.size() + " bytes of a line");
      }
      if (next != '\r') {
        bytes.write(next);
      }
      next = in().read();
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
