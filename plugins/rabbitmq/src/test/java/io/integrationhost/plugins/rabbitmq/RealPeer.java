package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import io.integrationhost.plugin.Health.Status;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plugin, and the broker that nobody here wrote: RabbitMQ. Each test has a queue of its name. */
@ExtendWith(RabbitServer.Shared.class)
abstract class RealPeer {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RabbitPlugin plugin = new RabbitPlugin();
  final List<StartedTransport> started = new ArrayList<>();
  RabbitServer server;
  private Connection connection;
  Channel channel;
  String queue;

  @BeforeEach
  void connect(RabbitServer shared, TestInfo test) throws Exception {
    server = shared;
    connection = server.connect();
    channel = connection.createChannel();
    queue = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void close() throws IOException {
    started.forEach(StartedTransport::close);
    plugin.close();
    connection.close();
  }

  StartedTransport start(String more) {
    return start(queue, more);
  }

  StartedTransport start(String queues, String more) {
    return start(FakeContext.of(slice(queues) + more));
  }

  String slice(String queues) {
    return "clientConfiguration { host: localhost, port: "
        + server.port()
        + ", queues: \""
        + queues
        + "\" }\nretry.first: 100 ms\n";
  }

  StartedTransport start(FakeContext context) {
    StartedTransport transport = StartedTransport.start(plugin, context);
    started.add(transport);
    return transport;
  }

  static void awaitHealth(StartedTransport transport, Status status, String... words) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(List.of(words))
                  .as(transport.transport().health().detail())
                  .allMatch(transport.transport().health().detail()::contains);
              assertThat(transport.transport().health().status()).isEqualTo(status);
            });
  }

  void make() throws IOException {
    channel.queueDeclare(queue, true, false, false, Map.of());
  }

  void say(String text) throws IOException {
    channel.basicPublish(
        "",
        queue,
        MessageProperties.MINIMAL_PERSISTENT_BASIC,
        text.getBytes(StandardCharsets.UTF_8));
  }

  void awaitMessages(String name, int wanted) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(channel.queueDeclarePassive(name).getMessageCount()).isEqualTo(wanted));
  }

  static void assertFails(
      CompletionStage<Void> stage, TransportException.Kind kind, String... words) {
    assertThatThrownBy(() -> StartedTransport.join(stage))
        .cause()
        .isInstanceOfSatisfying(
            TransportException.class,
            failure -> {
              assertThat(failure.getMessage()).contains(words);
              assertThat(failure.kind()).isEqualTo(kind);
            });
  }
}
