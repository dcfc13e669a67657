package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A device on a plain socket. */
final class TestDevice implements AutoCloseable {

  static final String GREETING = "Hello to ThingsBoard! My name is [Device B]";
  static final String GREETED = "Hello from ThingsBoard!";

  final Socket socket;

  TestDevice(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  TestDevice(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
  }

  void say(String text) throws IOException {
    say(text.getBytes(StandardCharsets.UTF_8));
  }

  void say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads as many bytes as the text has and compares. */
  void expect(String text) throws IOException {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    byte[] heard = socket.getInputStream().readNBytes(length);
    assertThat(new String(heard, StandardCharsets.UTF_8)).isEqualTo(text);
  }

  /** Sends, then expects the answer. */
  void ask(String text, String answer) throws IOException {
    say(text);
    expect(answer);
  }

  void expectEnd() throws IOException {
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
