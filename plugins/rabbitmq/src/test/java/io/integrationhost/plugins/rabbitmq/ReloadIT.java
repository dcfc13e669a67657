package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.testkit.Reloads;
import io.integrationhost.testkit.StartedTransport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin is loaded and unloaded while messages flow. {@code -Dreloads=100} is the long form; 5
 * is the default.
 */
class ReloadIT {

  @TempDir private Path root;

  @Test
  void leavesNothing() throws Exception {
    try (FakeBroker broker = new FakeBroker()) {
      new Reloads("rabbitmq", root)
          .run(Integer.getInteger("reloads", 5), (plugin, number) -> use(plugin, broker));
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("AMQP "));
  }

  private static void use(Reloads.Loaded plugin, FakeBroker broker) throws Exception {
    Reloads.Served served =
        plugin.start(
            "clientConfiguration { host: 127.0.0.1, queues: q, downlinkTopic: k, port: "
                + broker.port()
                + "}");
    broker.deliver("1");
    served.uplinks().awaitCount(1);
    StartedTransport.join(
        served
            .transport()
            .downlink(new Downlink("valve", ContentType.BINARY, new byte[] {1}, Map.of())));
  }
}
