package io.integrationhost.distribution;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A reading is a datagram. Who is not answered opens another line, which has an address of its own,
 * so that no answer is taken for that of another attempt.
 */
final class DatagramLine implements RepeatingDevice.Line {

  private static final int ANSWER_MILLIS = 500;

  private final DatagramSocket socket = new DatagramSocket();

  DatagramLine(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(ANSWER_MILLIS);
  }

  @Override
  public boolean isStored(String reading) throws IOException {
    byte[] bytes = reading.getBytes(StandardCharsets.US_ASCII);
    DatagramPacket answer = new DatagramPacket(new byte[10], 10);
    socket.send(new DatagramPacket(bytes, bytes.length));
    socket.receive(answer);
    String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    if (!text.equals("OK")) {
      throw new IllegalStateException("answered with " + text);
    }
    return true;
  }

  @Override
  public void close() {
    socket.close();
  }
}
