package io.integrationhost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Devices that send datagrams and hear nothing; silent at first. */
final class DatagramSource implements AutoCloseable {

  /** As fast as one thread can. */
  static final int NO_LIMIT = 0;

  private static final byte[] READING = "25,40,94".getBytes(StandardCharsets.US_ASCII);
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final int BURST = 64;

  private final List<DatagramChannel> devices = new ArrayList<>();
  private final int perSecond;
  private final BenchThread thread;
  private volatile boolean sending;
  private volatile boolean idle = true;
  private volatile boolean stopping;
  private volatile long sent;

  DatagramSource(int port, int devices, int perSecond) {
    this.perSecond = perSecond;
    try {
      var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      for (int number = 0; number < devices; number++) {
        this.devices.add(DatagramChannel.open().connect(to));
      }
    } catch (IOException e) {
      throw new BenchException("a device could not open a socket: " + e.getMessage(), e);
    }
    thread = BenchThread.start("datagrams", this::run);
  }

  /** Datagrams that the system took. */
  long sent() {
    return sent;
  }

  /** Has it send or be silent; returns when it is. */
  void send(boolean now) {
    sending = now;
    Waiting.until(() -> idle != now, "the devices' turn");
  }

  private void run() {
    while (!stopping) {
      if (!sending) {
        idle = true;
        LockSupport.parkNanos(this, PAUSE_NANOS);
        continue;
      }
      idle = false;
      long before = sent;
      long start = System.nanoTime();
      while (sending && !stopping) {
        long due =
            perSecond == NO_LIMIT
                ? sent - before + BURST
                : (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
        burst(before + due);
        if (perSecond != NO_LIMIT) {
          LockSupport.parkNanos(this, PAUSE_NANOS);
        }
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void burst(long until) {
    ByteBuffer reading = ByteBuffer.wrap(READING);
    while (sent < until) {
      try {
        devices.get((int) (sent % devices.size())).write(reading.clear());
        sent++;
      } catch (PortUnreachableException told) {
        // Of a datagram before, when nobody listened yet; this one was not sent.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.join();
    try {
      for (DatagramChannel device : devices) {
        device.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
