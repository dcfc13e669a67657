package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A device on a plain socket. */
final class TestDevice implements AutoCloseable {

  final Socket socket;

  TestDevice(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestDevice say(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads as many bytes as the text has and compares. */
  TestDevice hears(String text) {
    try {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      byte[] heard = socket.getInputStream().readNBytes(length);
      assertThat(new String(heard, StandardCharsets.UTF_8)).isEqualTo(text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void hearsTheEnd() {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says nothing more. */
  void ends() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #close()}, in the midst of a test. */
  void leaves() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
