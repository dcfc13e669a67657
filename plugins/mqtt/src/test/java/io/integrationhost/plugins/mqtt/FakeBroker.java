package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/** A broker that a test plays, byte by byte: what real ones do not do. */
final class FakeBroker implements AutoCloseable {

  static final int CONNECT = 1;
  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int PUBREC = 5;
  static final int PUBREL = 6;
  static final int PUBCOMP = 7;
  static final int SUBSCRIBE = 8;
  static final int UNSUBSCRIBE = 10;
  static final int PINGREQ = 12;
  static final int DISCONNECT = 14;

  private static final int PATIENCE_MILLIS = 20_000;

  /** One packet of the client. */
  record Packet(int first, byte[] body) {
    int type() {
      return first >> 4;
    }

    /** Two bytes at a place, as of a packet id. */
    int number(int at) {
      return (body[at] & 0xFF) << 8 | body[at + 1] & 0xFF;
    }

    String text() {
      return new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  private final ServerSocket server;
  private final boolean is5;
  private final Deque<Peer> peers = new ArrayDeque<>();

  FakeBroker(boolean is5) throws IOException {
    this.is5 = is5;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return server.getLocalPort();
  }

  /** The next connection, as it is. */
  Peer accept() throws IOException {
    Socket socket = server.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    var peer = new Peer(socket, is5);
    peers.add(peer);
    return peer;
  }

  /** The next connection, logged in and subscribed. */
  Peer serve(boolean sessionPresent) throws IOException {
    Peer peer = accept();
    peer.logIn(sessionPresent);
    peer.subscribe();
    return peer;
  }

  /** One connection. */
  static final class Peer {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final boolean is5;

    Peer(Socket socket, boolean is5) throws IOException {
      this.socket = socket;
      this.is5 = is5;
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    Packet read() throws IOException {
      int first = in.readUnsignedByte();
      int length = 0;
      int digit = 0x80;
      for (int shift = 0; digit >= 0x80; shift += 7) {
        digit = in.readUnsignedByte();
        length |= (digit & 0x7F) << shift;
      }
      return new Packet(first, in.readNBytes(length));
    }

    /** The next packet of a kind; what comes before is passed over. */
    Packet read(int type) throws IOException {
      Packet packet = read();
      while (packet.type() != type) {
        packet = read();
      }
      return packet;
    }

    /** Whether nothing comes for a while. */
    boolean isSilent(int millis) throws IOException {
      socket.setSoTimeout(millis);
      try {
        read();
        return false;
      } catch (java.net.SocketTimeoutException e) {
        return true;
      } finally {
        socket.setSoTimeout(PATIENCE_MILLIS);
      }
    }

    /** Whether the client ends the connection; what it says before is passed over. */
    boolean isLeft() throws IOException {
      try {
        while (true) {
          read();
        }
      } catch (java.net.SocketTimeoutException e) {
        return false;
      } catch (IOException ended) {
        return true;
      }
    }

    void write(String hex) throws IOException {
      out.write(Bytes.hex(hex));
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    Packet logIn(boolean sessionPresent) throws IOException {
      Packet connect = read(CONNECT);
      write((is5 ? "20 03 0" : "20 02 0") + (sessionPresent ? "1 00" : "0 00") + (is5 ? "00" : ""));
      return connect;
    }

    /** Confirms one SUBSCRIBE with one filter, with quality of service 1. */
    Packet subscribe() throws IOException {
      Packet subscribe = read(SUBSCRIBE);
      grant(subscribe, 1);
      return subscribe;
    }

    void grant(Packet subscribe, int code) throws IOException {
      int id = subscribe.number(0);
      write(
          is5
              ? String.format("90 04 %04x 00 %02x", id, code)
              : String.format("90 03 %04x %02x", id, code));
    }

    void publish(String topic, String payload, int qos, int id, boolean dup) throws IOException {
      write(packet(topic, Bytes.utf8(payload), qos, id, dup));
    }

    byte[] packet(String topic, byte[] payload, int qos, int id, boolean dup) {
      byte[] name = Bytes.utf8(topic);
      int length = 2 + name.length + (qos > 0 ? 2 : 0) + (is5 ? 1 : 0) + payload.length;
      var packet = new ByteArrayOutputStream();
      packet.write(PUBLISH << 4 | (dup ? 8 : 0) | qos << 1);
      packet.writeBytes(length(length));
      packet.write(name.length >> 8);
      packet.write(name.length);
      packet.writeBytes(name);
      if (qos > 0) {
        packet.write(id >> 8);
        packet.write(id);
      }
      if (is5) {
        packet.write(0);
      }
      packet.writeBytes(payload);
      return packet.toByteArray();
    }

    static byte[] length(int length) {
      var bytes = new ByteArrayOutputStream();
      int left = length;
      do {
        bytes.write(left >= 0x80 ? left & 0x7F | 0x80 : left);
        left >>= 7;
      } while (left > 0);
      return bytes.toByteArray();
    }

    void close() throws IOException {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Peer peer : peers) {
      peer.close();
    }
  }
}
