package io.integrationhost.plugins.teltonika;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** A device that sends datagrams. */
final class DatagramDevice implements AutoCloseable {

  private final DatagramSocket socket = new DatagramSocket();

  DatagramDevice(int port) throws IOException {
    socket.connect(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
  }

  void say(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  /** The next answer, in hex. */
  String hear() throws IOException {
    var packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  @Override
  public void close() {
    socket.close();
  }
}
