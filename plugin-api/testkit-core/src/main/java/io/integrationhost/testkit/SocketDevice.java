package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A device on a TCP socket of this machine. Reads wait up to 30 s. */
public final class SocketDevice implements AutoCloseable {

  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;

  /** Connects. */
  public SocketDevice(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
  }

  public Socket socket() {
    return socket;
  }

  /** Sends a text in UTF-8. */
  public void say(String text) throws IOException {
    say(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes. */
  public void say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads as many bytes as the text has and compares. */
  public void expect(String text) throws IOException {
    byte[] heard = hear(text.getBytes(StandardCharsets.UTF_8).length);
    assertThat(new String(heard, StandardCharsets.UTF_8)).isEqualTo(text);
  }

  /** Reads as many bytes as given and compares. */
  public void expect(byte[] bytes) throws IOException {
    assertThat(hear(bytes.length)).isEqualTo(bytes);
  }

  /** Reads so many bytes; fewer when the connection ends before. */
  public byte[] hear(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  /** Sends, then expects the answer. */
  public void ask(String text, String answer) throws IOException {
    say(text);
    expect(answer);
  }

  /** Waits until the other side ends the connection; fails when it sends something instead. */
  public void expectEnd() throws IOException {
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  /** Says that nothing more comes, but goes on to listen. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
