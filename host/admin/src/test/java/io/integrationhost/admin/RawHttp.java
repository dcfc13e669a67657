package io.integrationhost.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request over a connection of its own, with exactly the headers that a test wants. */
public final class RawHttp {

  private final int port;
  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body = new byte[0];
  private InetAddress address = InetAddress.getLoopbackAddress();

  private RawHttp(int port, String method, String path) {
    this.port = port;
    this.method = method;
    this.path = path;
    headers.put("Host", "127.0.0.1:" + port);
    headers.put("Connection", "close");
  }

  /** What came back; headers by their names in lower case. */
  public record Reply(int status, Map<String, String> headers, byte[] bytes) {

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.get(name);
    }
  }

  public static RawHttp request(int port, String method, String path) {
    return new RawHttp(port, method, path);
  }

  /** With a header; null takes it away. */
  public RawHttp with(String name, String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  /** At another address of this machine; the peer has the same one then. */
  public RawHttp at(InetAddress other) {
    address = other;
    return this;
  }

  public RawHttp token(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public RawHttp json(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return with("Content-Type", "application/json")
        .with("Content-Length", String.valueOf(body.length));
  }

  public Reply send() {
    try (Socket socket = new Socket(address, port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(head());
      socket.getOutputStream().write(body);
      return parsed(socket.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection on which the request was sent; the answer is the test's to read. */
  public Socket open() {
    try {
      Socket socket = new Socket(address, port);
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(head());
      socket.getOutputStream().write(body);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] head() {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Reply parsed(byte[] all) throws IOException {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no answer, but: " + text);
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(": ?", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      body = unchunked(new java.io.ByteArrayInputStream(body));
    }
    return new Reply(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
  }

  private static byte[] unchunked(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).strip(), 16);
      if (size == 0) {
        return out.toByteArray();
      }
      out.write(in.readNBytes(size));
      line(in);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      text.append((char) c);
    }
    return text.toString();
  }
}
