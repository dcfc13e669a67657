package io.integrationhost.plugins.coap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Devices that each send their next message when they have the answer to the last, on one thread.
 */
final class BusyDevices implements AutoCloseable {

  private static final int HEADER = 4;
  private static final int BEFORE_LENGTH_BYTE = 13;
  private static final long REPEAT_NANOS = Duration.ofSeconds(2).toNanos();

  private static final class Device {
    final DatagramChannel channel;
    int id;
    long sentAt;

    Device(DatagramChannel channel) {
      this.channel = channel;
    }
  }

  private final Selector selector = Selector.open();
  private final byte[] message;

  BusyDevices(int count, InetSocketAddress to, String path, String payload) throws IOException {
    message = message(path, payload);
    for (int i = 0; i < count; i++) {
      DatagramChannel channel = DatagramChannel.open();
      channel.connect(to).configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Device(channel));
    }
  }

  /** A confirmable POST without token. */
  private static byte[] message(String path, String payload) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0x40, 0x02, 0, 0});
    int delta = 11;
    for (String segment : path.split("/", -1)) {
      if (segment.length() < BEFORE_LENGTH_BYTE) {
        bytes.write(delta << 4 | segment.length());
      } else {
        bytes.write(delta << 4 | BEFORE_LENGTH_BYTE);
        bytes.write(segment.length() - BEFORE_LENGTH_BYTE);
      }
      bytes.writeBytes(segment.getBytes(StandardCharsets.US_ASCII));
      delta = 0;
    }
    bytes.write(0xff);
    bytes.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /** Messages that were answered with 2.01 in that time. */
  long run(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (SelectionKey key : selector.keys()) {
      send((Device) key.attachment(), true);
    }
    ByteBuffer in = ByteBuffer.allocate(1500);
    long answered = 0;
    while (System.nanoTime() < end) {
      selector.select(100);
      for (SelectionKey key : selector.selectedKeys()) {
        Device device = (Device) key.attachment();
        while (device.channel.read(in.clear()) > 0) {
          if (in.position() >= HEADER && in.get(1) == 0x41 && in.getShort(2) == (short) device.id) {
            answered++;
            send(device, true);
          }
        }
      }
      selector.selectedKeys().clear();
      repeatLost();
    }
    return answered;
  }

  private void repeatLost() throws IOException {
    long before = System.nanoTime() - REPEAT_NANOS;
    for (SelectionKey key : selector.keys()) {
      Device device = (Device) key.attachment();
      if (device.sentAt < before) {
        send(device, false);
      }
    }
  }

  private void send(Device device, boolean isNext) throws IOException {
    if (isNext) {
      device.id++;
    }
    device.sentAt = System.nanoTime();
    ByteBuffer out = ByteBuffer.wrap(message.clone());
    out.putShort(2, (short) device.id);
    device.channel.write(out);
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
