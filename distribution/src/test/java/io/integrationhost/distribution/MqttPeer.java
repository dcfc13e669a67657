package io.integrationhost.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A client of an MQTT 3.1.1 broker that shares no code with the plugin. For one thread. */
final class MqttPeer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private static final int CONNACK = 2;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final int SUBACK = 9;

  /** A packet behind its length. */
  private record Packet(int first, ByteBuffer body) {

    int type() {
      return first >> 4;
    }

    int qos() {
      return first >> 1 & 3;
    }

    int id() {
      return Short.toUnsignedInt(body.getShort());
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Logs in. */
  MqttPeer(int port, String clientId, boolean clean) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    var body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.writeBytes(new byte[] {4, (byte) (clean ? 2 : 0), 0, 0});
    text(body, clientId);
    write(0x10, body.toByteArray());
    flush();
    Packet answer = await(CONNACK);
    if (answer.body().get(1) != 0) {
      throw new IOException("the login was refused");
    }
  }

  private static void text(ByteArrayOutputStream body, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(body, bytes.length);
    body.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream body, int number) {
    body.write(number >> 8);
    body.write(number);
  }

  private void write(int first, byte[] body) {
    out.write(first);
    for (int left = body.length; ; left >>= 7) {
      if (left < 128) {
        out.write(left);
        break;
      }
      out.write(left & 127 | 128);
    }
    out.writeBytes(body);
  }

  private void flush() throws IOException {
    socket.getOutputStream().write(out.toByteArray());
    out.reset();
  }

  private Packet read() throws IOException {
    int first = in.readUnsignedByte();
    int length = 0;
    int shift = 0;
    int part;
    do {
      part = in.readUnsignedByte();
      length |= (part & 127) << shift;
      shift += 7;
    } while (part > 127);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return new Packet(first, ByteBuffer.wrap(body));
  }

  private Packet await(int type) throws IOException {
    Packet packet = read();
    while (packet.type() != type) {
      packet = read();
    }
    return packet;
  }

  private static byte[] ofId(int id) {
    return new byte[] {(byte) (id >> 8), (byte) id};
  }

  void subscribe(String filter, int qos) throws IOException {
    var body = new ByteArrayOutputStream();
    number(body, 1);
    text(body, filter);
    body.write(qos);
    write(0x82, body.toByteArray());
    flush();
    var unused = await(SUBACK);
  }

  /**
   * Publishes all at once.
   *
   * @param confirmed hears of each by its place in the list when the broker has it
   */
  void publish(String topic, int qos, List<String> messages, Consumer<Integer> confirmed)
      throws IOException {
    Set<Integer> open = new HashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      var body = new ByteArrayOutputStream();
      text(body, topic);
      number(body, i + 1);
      body.writeBytes(messages.get(i).getBytes(StandardCharsets.UTF_8));
      write(0x30 | qos << 1, body.toByteArray());
      open.add(i + 1);
    }
    flush();
    while (!open.isEmpty()) {
      Packet packet = read();
      int id = packet.id();
      if (packet.type() == PUBREC) {
        write(0x62, ofId(id));
        flush();
      } else if ((packet.type() == PUBACK || packet.type() == PUBCOMP) && open.remove(id)) {
        confirmed.accept(id - 1);
      }
    }
  }

  /**
   * Takes what comes up to a message with this text.
   *
   * @param each hears all messages before it
   */
  void takeUntil(String last, Consumer<String> each) throws IOException {
    boolean isLast = false;
    while (!isLast) {
      Packet packet = read();
      if (packet.type() == PUBREL) {
        write(0x70, ofId(packet.id()));
      } else if (packet.type() == PUBLISH) {
        packet.body().position(2 + packet.body().getShort(0));
        if (packet.qos() > 0) {
          write(packet.qos() == 1 ? 0x40 : 0x50, ofId(packet.id()));
        }
        byte[] payload =
            Arrays.copyOfRange(
                packet.body().array(), packet.body().position(), packet.body().limit());
        String message = new String(payload, StandardCharsets.UTF_8);
        isLast = message.equals(last);
        if (!isLast) {
          each.accept(message);
        }
      }
      flush();
    }
  }

  /** Publishes with quality of service 1 and waits for nothing. */
  void mark(String topic, String text) throws IOException {
    var body = new ByteArrayOutputStream();
    text(body, topic);
    number(body, 65_535);
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    write(0x32, body.toByteArray());
    flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
