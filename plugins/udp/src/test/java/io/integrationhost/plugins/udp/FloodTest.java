package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A device that says a reading until it is answered, while a stranger says as much as it can under
 * many addresses; {@code -Dudp.flood=SECONDS} of it, on a quiet machine: then the device waits no
 * longer than a second.
 */
class FloodTest {

  private static final int ADDRESSES = 200;
  private static final int FEW = 2_000;
  private static final int REPEAT_MILLIS = 100;
  private static final int PATIENCE_SECONDS = 20;

  private final AtomicLong said = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private volatile boolean stopping;

  /** From addresses of this machine, each with a port of its own. */
  private void flood(int port, long most) {
    List<DatagramSocket> sockets = new ArrayList<>();
    try {
      for (int i = 1; i <= ADDRESSES; i++) {
        sockets.add(new DatagramSocket(new InetSocketAddress("127.0." + i + ".2", 0)));
      }
      byte[] bytes = {'2', '5', ',', '4', '0', ',', '9', '4'};
      var packet = new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port);
      while (!stopping && said.get() < most) {
        sockets.get((int) (said.getAndIncrement() % ADDRESSES)).send(packet);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      sockets.forEach(DatagramSocket::close);
    }
  }

  private static long nanosUntilAnswered(DatagramSocket device, int port) throws IOException {
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    byte[] reading = {'1'};
    var answer = new DatagramPacket(new byte[10], 10);
    while (true) {
      device.send(
          new DatagramPacket(reading, reading.length, InetAddress.getLoopbackAddress(), port));
      try {
        device.receive(answer);
        return System.nanoTime() - start;
      } catch (SocketTimeoutException again) {
        assertThat(System.nanoTime()).as("time to be answered").isLessThan(end);
      }
    }
  }

  @Test
  void servesADeviceMeanwhile() throws Exception {
    boolean isLong = Integer.getInteger("udp.flood") != null;
    var plugin = new UdpPlugin();
    try (StartedTransport started =
            StartedTransport.start(
                plugin,
                "{clientConfiguration {port: 0, handlerConfiguration {handlerType: TEXT}},"
                    + " replies {onStored: OK}}");
        var device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      started
          .uplinks()
          .answer(
              uplink -> {
                stored.incrementAndGet();
                return CompletableFuture.completedFuture(new Receipt.Stored());
              });
      int port = TestDevice.port(started);
      device.setSoTimeout(REPEAT_MILLIS);
      nanosUntilAnswered(device, port);
      var flood = new Thread(() -> flood(port, isLong ? Long.MAX_VALUE : FEW), "flood");
      flood.setDaemon(true);
      flood.start();
      long time =
          TimeUnit.MILLISECONDS.toNanos(isLong ? 1000L * Integer.getInteger("udp.flood") : 100);
      long end = System.nanoTime() + time;
      long longest = 0;
      int readings = 0;
      while (System.nanoTime() < end) {
        longest = Math.max(longest, nanosUntilAnswered(device, port));
        readings++;
      }
      stopping = true;
      flood.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      System.out.printf(
          "%d datagrams of %d addresses, %d of all taken; %d readings of a device, which waited"
              + " %d ms at most%n",
          said.get(), ADDRESSES, stored.get(), readings, TimeUnit.NANOSECONDS.toMillis(longest));
      if (isLong) {
        assertThat(longest).isLessThan(TimeUnit.SECONDS.toNanos(1));
      }
    } finally {
      plugin.close();
    }
  }
}
