package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Framing;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.Health;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import org.junit.jupiter.api.Test;

/** The heap runs out. */
class FailingBuffersTest {

  /** Heap buffers that fail when told so. */
  private static final class Buffers extends AbstractByteBufAllocator {

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

  @Test
  void closesWhatItHasNoMemoryForAndRecovers() {
    var buffers = new Buffers();
    var shared = new Shared(new Loops("failing"), new OpenPorts(), new OpenPorts(), buffers);
    try (var host = new FakeHost("{port: 0}");
        var kit = new Kit(shared)) {
      Keys keys = Keys.of(host);
      KitTransport transport =
          kit.transport(host, keys)
              .tcp(ServerSettings.read(keys), Framing.text(100), Lines.Talk::new)
              .build();
      transport.start().toCompletableFuture().orTimeout(20, SECONDS).join();
      try (var before = new TestDevice(transport.port()).say("1\n").hears("OK\n")) {
        buffers.failing = true;
        before.say("2\n").hearsTheEnd();
        Health health = transport.health();
        assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health.detail()).contains("memory ran out", "-Xmx");
      }
      buffers.failing = false;
      try (var after = new TestDevice(transport.port())) {
        after.say("3\n").hears("OK\n");
      }
      host.pass(60);
      assertThat(transport.health().status()).isEqualTo(Health.Status.UP);
      transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
    }
  }
}
