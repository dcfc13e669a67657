package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of {@link ServerContract} that only real sockets can show. */
abstract class SocketContract extends TransportContract {

  private static final int SMALL = 4 << 10;
  private static final int MOST = 2 << 20;

  /** What a device and the transport say to each other when all is well. */
  protected abstract Dialog dialog();

  private StartedTransport started() {
    return StartedTransport.start(plugin(), FakeContext.of(configuration()));
  }

  private static int port(StartedTransport started) {
    List<Endpoint> ports = started.transport().listensOn();
    assertThat(ports).as("listensOn()").isNotEmpty();
    assertThat(ports.get(0).port())
        .as("the port of configuration(): a free one, but not 0, which a test cannot find")
        .isPositive();
    return ports.get(0).port();
  }

  private void assertServes(int port) throws IOException {
    try (SocketDevice device = new SocketDevice(port)) {
      device.say(dialog().said(1));
      device.expect(dialog().heard(1));
    }
  }

  @Test
  final void whoSaysItsLastIsAnswered() throws IOException {
    try (StartedTransport started = started();
        SocketDevice device = new SocketDevice(port(started))) {
      device.say(dialog().said(3));
      device.endOutput();
      device.expect(dialog().heard(3));
      device.expectEnd();
      await()
          .atMost(patience())
          .untilAsserted(() -> assertThat(started.context().wire().open()).isEmpty());
    }
  }

  @Test
  final void aResetEndsNoMoreThanItsConnection() throws IOException {
    try (StartedTransport started = started()) {
      byte[] said = dialog().said(2);
      for (int step : new int[] {0, 1, said.length / 2, said.length - 1, said.length}) {
        try (SocketDevice device = new SocketDevice(port(started))) {
          device.say(Arrays.copyOf(said, step));
          device.socket().setSoLinger(true, 0);
        }
      }
      assertServes(port(started));
      await()
          .atMost(patience())
          .untilAsserted(() -> assertThat(started.context().wire().open()).isEmpty());
    }
  }

  @Test
  final void whoNeverReadsHarmsNobodyElse() throws IOException {
    try (StartedTransport started = started();
        SocketChannel deaf = SocketChannel.open()) {
      deaf.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
      deaf.setOption(StandardSocketOptions.SO_SNDBUF, SMALL);
      deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(started)));
      deaf.configureBlocking(false);
      byte[] message = dialog().message();
      ByteBuffer bytes = ByteBuffer.wrap(dialog().said(SMALL / message.length + 1));
      long end = System.nanoTime() + patience().toNanos();
      int sent = 0;
      boolean stuck = false;
      while (sent < MOST && !stuck && System.nanoTime() < end) {
        int now = deaf.write(bytes);
        sent += now;
        stuck = now == 0 && isAnyPaused(started);
        if (!bytes.hasRemaining()) {
          bytes.clear().position(dialog().opening().length);
        }
      }
      assertServes(port(started));
    }
  }

  private static boolean isAnyPaused(StartedTransport started) {
    return started.context().wire().lines().stream().anyMatch(RecordedLine::isPaused);
  }
}
