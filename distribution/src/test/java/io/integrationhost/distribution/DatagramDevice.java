package io.integrationhost.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A device that sends {@code name,number} as a datagram and repeats it until it is answered. Each
 * attempt has an address of its own, so that no answer is taken for that of another one.
 */
final class DatagramDevice implements AutoCloseable {

  private static final int ANSWER_MILLIS = 500;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String name;
  private final InetSocketAddress host;
  private final Collection<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Thread thread;
  private volatile boolean stopping;

  DatagramDevice(String name, int port) {
    this.name = name;
    host = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    thread = new Thread(this::run, "device " + name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (DatagramSocket first = socket()) {
      DatagramSocket socket = first;
      while (!stopping) {
        String reading = name + "," + number.get();
        if (isAnswered(socket, reading)) {
          acknowledged.add(reading);
          number.incrementAndGet();
        } else {
          socket.close();
          LockSupport.parkNanos(PAUSE_NANOS);
          socket = socket();
        }
      }
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket();
    socket.connect(host);
    socket.setSoTimeout(ANSWER_MILLIS);
    return socket;
  }

  private static boolean isAnswered(DatagramSocket socket, String reading) throws IOException {
    byte[] bytes = reading.getBytes(StandardCharsets.US_ASCII);
    DatagramPacket answer = new DatagramPacket(new byte[10], 10);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length));
      socket.receive(answer);
    } catch (SocketTimeoutException | PortUnreachableException e) {
      return false;
    }
    String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    if (!text.equals("OK")) {
      throw new IOException("answered with " + text);
    }
    return true;
  }

  /** How much it was told to be stored. */
  int count() {
    return number.get();
  }

  /** What it was told to be stored; complete when it is closed. */
  Collection<String> acknowledged() {
    return acknowledged;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(HostProcess.PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
