package io.integrationhost.plugins.teltonika;

import static io.integrationhost.plugins.teltonika.Tracking.expect;
import static io.integrationhost.plugins.teltonika.Tracking.hex;
import static io.integrationhost.plugins.teltonika.Tracking.loginOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugins.teltonika.codec.HeldBytes;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.ManualTime;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that do not end, and memory that runs out. */
class MemoryTest {

  private final ManualTime time = new ManualTime();
  private final FailingBuffers buffers = new FailingBuffers();
  private final TeltonikaPlugin plugin =
      new TeltonikaPlugin(
          new Shared(new EventLoops(), new HeldBytes(20_000), new OpenPorts(), buffers));
  private final StartedTransport started =
      StartedTransport.start(plugin, FakeContext.of(Tracking.slice(""), time));
  private final int port = Tracking.port(health().detail(), "TCP");

  /** Heap buffers that fail when told so. */
  private static final class FailingBuffers extends AbstractByteBufAllocator {

    private volatile boolean failing;

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      if (failing) {
        throw new OutOfMemoryError("none left");
      }
      return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      return newHeapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  @AfterEach
  void close() {
    started.close();
    plugin.close();
  }

  private Health health() {
    return started.transport().health();
  }

  private SocketDevice login(String imei) throws IOException {
    var device = new SocketDevice(port);
    device.say(loginOf(imei));
    expect(device, "01");
    return device;
  }

  @Test
  void boundsFramesThatDoNotEndAndServesTheOthers() throws IOException {
    byte[] beginning = hex("00000000" + "00000fa0" + "08".repeat(2000));
    List<SocketDevice> attackers = new ArrayList<>();
    try (SocketDevice device = login(Tracking.IMEI)) {
      for (int i = 0; i < 4; i++) {
        SocketDevice attacker = login("86000000000000" + i);
        attackers.add(attacker);
        attacker.say(beginning);
      }
      await().until(() -> health().status() == Health.Status.DEGRADED);
      assertThat(health().detail()).contains("more heap");
      device.say(hex("00000000"));
      device.say(Arrays.copyOfRange(Frames.ONE, 4, Frames.ONE.length));
      expect(device, "00000001");

      for (SocketDevice attacker : attackers) {
        attacker.close();
      }
      time.advance(Duration.ofMinutes(1));
      await().until(() -> health().detail().contains(" 1 connections, 1 bad frames"));
      for (int i = 0; i < 3; i++) {
        SocketDevice attacker = login("86000000000000" + i);
        attackers.add(attacker);
        attacker.say(beginning);
      }
      device.say(Frames.ONE);
      expect(device, "00000001");
      assertThat(health().status()).isEqualTo(Health.Status.UP);
    } finally {
      for (SocketDevice attacker : attackers) {
        attacker.close();
      }
    }
  }

  @Test
  void closesWhatItHasNoMemoryForAndRecovers() throws IOException {
    try (SocketDevice device = login(Tracking.IMEI)) {
      buffers.failing = true;
      device.say(Frames.ONE);
      device.expectEnd();
      assertThat(health().status()).isEqualTo(Health.Status.DEGRADED);
      assertThat(health().detail()).contains("memory ran out", "-Xmx");
    }
    buffers.failing = false;
    try (SocketDevice device = login(Tracking.IMEI)) {
      device.say(Frames.ONE);
      expect(device, "00000001");
    }
    time.advance(Duration.ofMinutes(1));
    assertThat(health().status()).isEqualTo(Health.Status.UP);
  }
}
