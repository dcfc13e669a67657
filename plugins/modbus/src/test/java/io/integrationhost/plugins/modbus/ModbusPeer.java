package io.integrationhost.plugins.modbus;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Modbus TCP device whose answers a test writes; register N holds N unless it is written. One
 * connection after the other; closing it ends its thread.
 */
final class ModbusPeer implements AutoCloseable {

  /** What a device answers to a request; nothing: it is silent. */
  interface Script {
    /** The PDU of the answer. */
    Optional<byte[]> answer(Frame request);
  }

  private final ServerSocket port;
  private final Thread thread;
  private final List<Frame> asked = new CopyOnWriteArrayList<>();
  private final byte[] registers = new byte[131_072];
  private final boolean[] coils = new boolean[65_536];
  private volatile Script script = this::plain;
  private volatile Optional<Socket> current = Optional.empty();

  ModbusPeer() throws IOException {
    port = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    ByteBuffer all = ByteBuffer.wrap(registers);
    for (int i = 0; i < 65_536; i++) {
      all.putShort((short) i);
    }
    thread = new Thread(this::serve, "test-modbus-peer");
    thread.start();
  }

  int port() {
    return port.getLocalPort();
  }

  /** All requests so far. */
  List<Frame> asked() {
    return asked;
  }

  void script(Script now) {
    script = now;
  }

  /** The bytes of a register. */
  void register(int address, String hex) {
    byte[] bytes = Bytes.hex(hex);
    System.arraycopy(bytes, 0, registers, 2 * address, bytes.length);
  }

  String register(int address, int count) {
    return Bytes.hex(Arrays.copyOfRange(registers, 2 * address, 2 * (address + count)));
  }

  boolean coil(int address) {
    return coils[address];
  }

  /** Bytes that nobody asked for. */
  void say(byte[] bytes) throws IOException {
    OutputStream out = current.orElseThrow().getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Ends the connection; the next one is served. */
  void hangUp() throws IOException {
    current.orElseThrow().close();
  }

  private void serve() {
    while (!port.isClosed()) {
      try (Socket socket = port.accept()) {
        current = Optional.of(socket);
        socket.setTcpNoDelay(true);
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
          int transaction = in.readUnsignedShort();
          in.readUnsignedShort();
          byte[] rest = new byte[in.readUnsignedShort()];
          in.readFully(rest);
          var request =
              new Frame(transaction, rest[0] & 0xFF, Arrays.copyOfRange(rest, 1, rest.length));
          asked.add(request);
          Optional<byte[]> answer = script.answer(request);
          if (answer.isPresent()) {
            say(Mode.MBAP.write(new Frame(transaction, request.unit(), answer.get())));
          }
        }
      } catch (IOException | UncheckedIOException ended) {
        current = Optional.empty();
      }
    }
  }

  /** What a good device answers. */
  Optional<byte[]> plain(Frame request) {
    byte[] pdu = request.pdu();
    ByteBuffer in = ByteBuffer.wrap(pdu, 1, pdu.length - 1);
    int address = in.getShort() & 0xFFFF;
    switch (request.function()) {
      case 1, 2 -> {
        int count = in.getShort();
        byte[] out = new byte[2 + (count + 7) / 8];
        out[0] = pdu[0];
        out[1] = (byte) (out.length - 2);
        for (int i = 0; i < count; i++) {
          out[2 + i / 8] |= (byte) (coils[address + i] ? 1 << (i % 8) : 0);
        }
        return Optional.of(out);
      }
      case 3, 4 -> {
        int count = in.getShort();
        byte[] out = new byte[2 + 2 * count];
        out[0] = pdu[0];
        out[1] = (byte) (2 * count);
        System.arraycopy(registers, 2 * address, out, 2, 2 * count);
        return Optional.of(out);
      }
      case 5 -> {
        coils[address] = pdu[3] != 0;
        return Optional.of(pdu);
      }
      case 6 -> {
        System.arraycopy(pdu, 3, registers, 2 * address, 2);
        return Optional.of(pdu);
      }
      case 16 -> {
        System.arraycopy(pdu, 6, registers, 2 * address, pdu[5] & 0xFF);
        return Optional.of(Arrays.copyOf(pdu, 5));
      }
      default -> {
        return Optional.of(new byte[] {(byte) (pdu[0] | 0x80), 1});
      }
    }
  }

  @Override
  public void close() throws IOException {
    port.close();
    Optional<Socket> open = current;
    if (open.isPresent()) {
      open.get().close();
    }
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
