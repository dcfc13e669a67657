package io.integrationhost.plugins.mqtt;

import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A plugin with its transports, as integrations of a host have them. */
final class Running implements AutoCloseable {

  private final MqttPlugin plugin = new MqttPlugin();
  private final List<StartedTransport> started = new ArrayList<>();

  /** Starts a transport for a broker on this machine. */
  StartedTransport start(int port, String client, String more) {
    return start("MQTT", port, client, more);
  }

  StartedTransport start(String type, int port, String client, String more) {
    return start(context(port, client, more).integrationType(type));
  }

  StartedTransport start(FakeContext context) {
    StartedTransport transport = StartedTransport.start(plugin, context);
    started.add(transport);
    return transport;
  }

  static FakeContext context(int port, String client, String more) {
    return FakeContext.of(
            "{retry {first = 300 ms, most = 600 ms}, clientConfiguration {host = localhost, port = "
                + port
                + ", connectTimeoutSec = 5, "
                + client
                + "}, topicFilters = [{filter = \"plant/#\", qos = 1}], "
                + more
                + "}")
        .integrationType("MQTT");
  }

  static void awaitUp(StartedTransport transport) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> transport.transport().health().status() == Health.Status.UP);
  }

  static void awaitHealth(StartedTransport transport, String words) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> transport.transport().health().detail(), text -> text.contains(words));
  }

  static CompletionStage<Void> downlink(
      StartedTransport transport, String payload, Map<String, String> metadata) {
    return transport
        .transport()
        .downlink(
            new Downlink(
                "pump", ContentType.TEXT, payload.getBytes(StandardCharsets.UTF_8), metadata));
  }

  @Override
  public void close() {
    started.forEach(StartedTransport::close);
    plugin.close();
  }
}
