package io.integrationhost.plugins.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A stranger that begins handshakes of DTLS as fast as it can, each from another port. */
final class Hellos implements AutoCloseable {

  /** How far it goes. */
  enum Kind {
    /** It says the first hello only. */
    OF_ONE_ADDRESS,
    /** As one that forges addresses. */
    OF_MANY_ADDRESSES,
    /** It shows the cookie, and says nothing more. */
    HALF_OPEN,
    /** The server signs what it answers. */
    HALF_OPEN_WITH_CERTIFICATE;

    boolean isHalfOpen() {
      return this == HALF_OPEN || this == HALF_OPEN_WITH_CERTIFICATE;
    }
  }

  private static final int PORTS_AT_ONCE = 64;
  private static final int RECORD_HEADER = 13;
  private static final int HANDSHAKE_HEADER = 12;
  private static final int COOKIE_MILLIS = 20;

  /** secp256r1, uncompressed points, ECDSA with SHA-256. */
  private static final byte[] EXTENSIONS = {
    0, 22, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 3
  };

  private final InetSocketAddress to;
  private final Kind kind;
  private final long most;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong halfOpen = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * Begins.
   *
   * @param most hellos
   */
  Hellos(int port, Kind kind, long most) {
    to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.kind = kind;
    this.most = most;
    thread = new Thread(this::run, "hellos");
    thread.setDaemon(true);
    thread.start();
  }

  long sent() {
    return sent.get();
  }

  /** Handshakes that it began, with its cookie. */
  long halfOpen() {
    return halfOpen.get();
  }

  private void run() {
    Random random = new Random(1);
    var sockets = new DatagramSocket[PORTS_AT_ONCE];
    try {
      while (!stopping && sent.get() < most) {
        for (int i = 0; i < PORTS_AT_ONCE && !stopping; i++) {
          if (kind.isHalfOpen() || sockets[i] == null) {
            close(sockets[i]);
            sockets[i] = socket(kind == Kind.OF_ONE_ADDRESS ? 0 : 1 + i);
          }
          byte[] own = new byte[32];
          random.nextBytes(own);
          send(sockets[i], hello(own, new byte[0], 0));
          if (kind.isHalfOpen()) {
            answer(sockets[i], own);
          }
        }
      }
    } catch (IOException e) {
      if (!stopping) {
        throw new IllegalStateException(e);
      }
    } finally {
      Arrays.stream(sockets).forEach(Hellos::close);
    }
  }

  private static DatagramSocket socket(int network) throws IOException {
    var socket = new DatagramSocket(new InetSocketAddress("127.0." + network + ".2", 0));
    socket.setSoTimeout(COOKIE_MILLIS);
    return socket;
  }

  private static void close(DatagramSocket socket) {
    if (socket != null) {
      socket.close();
    }
  }

  private void send(DatagramSocket socket, byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, to));
    sent.incrementAndGet();
  }

  private void answer(DatagramSocket socket, byte[] own) throws IOException {
    var request = new DatagramPacket(new byte[1500], 1500);
    try {
      socket.receive(request);
    } catch (SocketTimeoutException e) {
      return;
    }
    int at = RECORD_HEADER + HANDSHAKE_HEADER + 2;
    int length = request.getData()[at] & 0xff;
    byte[] cookie = Arrays.copyOfRange(request.getData(), at + 1, at + 1 + length);
    send(socket, hello(own, cookie, 1));
    halfOpen.incrementAndGet();
  }

  /** TLS_PSK_WITH_AES_128_CCM_8, or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256. */
  private byte[] hello(byte[] random, byte[] cookie, int number) {
    boolean signed = kind == Kind.HALF_OPEN_WITH_CERTIFICATE;
    byte[] extensions = signed ? EXTENSIONS : new byte[0];
    byte[] body =
        ByteBuffer.allocate(42 + cookie.length + extensions.length)
            .putShort((short) 0xfefd)
            .put(random)
            .put((byte) 0)
            .put((byte) cookie.length)
            .put(cookie)
            .putShort((short) 2)
            .putShort((short) (signed ? 0xc02b : 0xc0a8))
            .put((byte) 1)
            .put((byte) 0)
            .put(extensions)
            .array();
    return ByteBuffer.allocate(RECORD_HEADER + HANDSHAKE_HEADER + body.length)
        .put((byte) 22)
        .putShort((short) 0xfefd)
        .putShort((short) 0)
        .putInt(0)
        .putShort((short) number)
        .putShort((short) (HANDSHAKE_HEADER + body.length))
        .putInt(1 << 24 | body.length)
        .putShort((short) number)
        .putShort((short) 0)
        .put((byte) 0)
        .put((byte) 0)
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
