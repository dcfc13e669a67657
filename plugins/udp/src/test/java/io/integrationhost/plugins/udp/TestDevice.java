package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** A device on a socket of its own. */
final class TestDevice implements AutoCloseable {

  private static final int MOST = 70_000;

  private final DatagramSocket socket;
  private final int port;

  TestDevice(StartedTransport started) throws IOException {
    this(port(started));
  }

  TestDevice(int port) throws IOException {
    this.port = port;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(20_000);
  }

  /** The bound port of a transport of this plugin. */
  static int port(StartedTransport started) {
    return ((KitTransport) started.transport()).port();
  }

  void say(String text) throws IOException {
    say(Bytes.utf8(text));
  }

  void say(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
  }

  /** The next datagram. */
  void hears(String text) throws IOException {
    var packet = new DatagramPacket(new byte[MOST], MOST);
    socket.receive(packet);
    byte[] heard = new byte[packet.getLength()];
    System.arraycopy(packet.getData(), 0, heard, 0, heard.length);
    assertThat(Bytes.utf8(heard)).isEqualTo(text);
  }

  @Override
  public void close() {
    socket.close();
  }
}
