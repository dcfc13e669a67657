package io.integrationhost.workbench.sensor;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Datagrams, and what comes back if the integration replies. */
final class UdpLine implements Line {

  /** Longer than a system on the same network takes to say that nobody listens. */
  private static final int MOST_MILLIS = 1000;

  private static final int LONGEST = 65_507;

  private final DatagramSocket socket;
  private final String name;

  UdpLine(SensorSettings settings, String name) throws IOException {
    this.name = name;
    socket = new DatagramSocket();
    boolean open = false;
    try {
      // Only of a connected socket the system tells that nobody listens.
      socket.connect(new InetSocketAddress(settings.host(), settings.port()));
      socket.setSoTimeout((int) Math.max(1, Math.min(settings.interval().toMillis(), MOST_MILLIS)));
      open = true;
    } finally {
      if (!open) {
        socket.close();
      }
    }
  }

  @Override
  public Told tell(Reading reading) throws IOException {
    String said = reading.json(name);
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length));
    var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException none) {
      return new Told(said, "", SensorReport.Kind.NONE);
    }
    String answer = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    return new Told(
        said, answer, answer.strip().equals("OK") ? SensorReport.Kind.OK : SensorReport.Kind.OTHER);
  }

  @Override
  public void close() {
    socket.close();
  }
}
