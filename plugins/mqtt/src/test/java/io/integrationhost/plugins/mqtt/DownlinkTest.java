package io.integrationhost.plugins.mqtt;

import static io.integrationhost.plugins.mqtt.FakeBroker.PUBLISH;
import static io.integrationhost.plugins.mqtt.FakeBroker.PUBREL;
import static io.integrationhost.plugins.mqtt.Running.downlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportException.Kind;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What becomes of downlinks. */
@Execution(ExecutionMode.CONCURRENT)
class DownlinkTest {

  private static final Map<String, String> TOPIC = Map.of("topic", "down/pump");

  private final Running running = new Running();
  private FakeBroker broker;

  private StartedTransport start(boolean is5, String client, String more) throws IOException {
    broker = new FakeBroker(is5);
    return running.start(
        broker.port(),
        (is5 ? "protocolVersion = MQTT_5, " : "") + "cleanSession = false" + client,
        more);
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
    running.close();
  }

  private static TransportException failure(CompletionStage<Void> stage) throws Exception {
    try {
      stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
      throw new AssertionError("the downlink was sent");
    } catch (ExecutionException e) {
      return (TransportException) e.getCause();
    }
  }

  private static void isDone(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void isDoneWhenTheBrokerConfirms() throws Exception {
    StartedTransport transport = start(false, "", "");
    FakeBroker.Peer peer = broker.serve(false);
    Running.awaitUp(transport);
    CompletionStage<Void> sent = downlink(transport, "on", TOPIC);
    FakeBroker.Packet packet = peer.read(PUBLISH);
    assertThat(packet.first()).isEqualTo(0x32);
    assertThat(packet.text()).startsWith("\0\11down/pump").endsWith("on");
    assertThat(sent.toCompletableFuture()).isNotDone();
    peer.write(String.format("40 02 %04x", packet.number(11)));
    isDone(sent);
  }

  @Test
  void takesQosAndRetainFromItsMetadata() throws Exception {
    StartedTransport transport = start(false, ", retainedMessage = true", "");
    FakeBroker.Peer peer = broker.serve(false);
    Running.awaitUp(transport);
    CompletionStage<Void> twice =
        downlink(transport, "on", Map.of("topic", "a", "qos", "2", "retained", "false"));
    FakeBroker.Packet packet = peer.read(PUBLISH);
    assertThat(packet.first()).isEqualTo(0x34);
    int id = packet.number(3);
    peer.write(String.format("50 02 %04x", id));
    assertThat(peer.read(PUBREL).number(0)).isEqualTo(id);
    assertThat(twice.toCompletableFuture()).isNotDone();
    peer.write(String.format("70 02 %04x", id));
    isDone(twice);
    isDone(downlink(transport, "on", Map.of("topic", "a", "qos", "0")));
    assertThat(peer.read(PUBLISH).first()).isEqualTo(0x31);
    assertThat(failure(downlink(transport, "on", Map.of("topic", "a", "qos", "3"))))
        .hasMessageContaining("qos = '3'")
        .matches(failure -> failure.kind() == Kind.REJECTED);
  }

  @Test
  void namesTheKeyThatItsTopicLacks() throws Exception {
    StartedTransport transport = start(false, "", "downlinkTopicPattern = \"a/${site}/${pump}\"");
    broker.serve(false);
    Running.awaitUp(transport);
    assertThat(failure(downlink(transport, "on", Map.of("site", "x"))))
        .hasMessageContaining("needs 'pump'")
        .matches(failure -> failure.kind() == Kind.REJECTED);
    assertThat(failure(downlink(transport, "on", Map.of("site", "#", "pump", "1"))))
        .hasMessageContaining("'a/#/1'")
        .matches(failure -> failure.kind() == Kind.REJECTED);
  }

  @Test
  void waitsForABrokerThatIsAway() throws Exception {
    StartedTransport transport = start(false, "", "");
    assertThat(failure(downlink(transport, "on", TOPIC)).kind()).isEqualTo(Kind.UNAVAILABLE);
    FakeBroker.Peer peer = broker.serve(false);
    await().until(() -> transport.uplinks().connected().contains("pump"));
    CompletionStage<Void> sent = downlink(transport, "on", TOPIC);
    peer.read(PUBLISH);
    peer.close();
    assertThat(failure(sent))
        .hasMessageContaining("the connection ended before the broker confirmed")
        .matches(failure -> failure.kind() == Kind.UNCONFIRMED);
    assertThat(failure(downlink(transport, "on", TOPIC)).kind()).isEqualTo(Kind.UNAVAILABLE);
    broker.serve(false);
    await().until(() -> transport.uplinks().connected().size() == 2);
  }

  @Test
  void endsWithABrokerThatNeverConfirms() throws Exception {
    StartedTransport transport = start(true, "", "confirmationSeconds = 1");
    FakeBroker.Peer peer = broker.accept();
    peer.read(FakeBroker.CONNECT);
    // Two messages may be unconfirmed.
    peer.write("20 06 00 00 03 21 00 02");
    peer.subscribe();
    Running.awaitUp(transport);
    List<CompletionStage<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      sent.add(downlink(transport, "on", TOPIC));
    }
    assertThat(failure(sent.get(1000))).hasMessageContaining("1000 messages wait");
    assertThat(failure(sent.get(0)))
        .hasMessageContaining("has not confirmed the message in 1 s")
        .matches(failure -> failure.kind() == Kind.UNCONFIRMED);
    assertThat(failure(sent.get(999)))
        .hasMessageContaining("confirms too slowly")
        .matches(failure -> failure.kind() == Kind.UNCONFIRMED);
    assertThat(transport.context().metrics().gauge("unconfirmed")).isZero();
    int first = peer.read(PUBLISH).number(11);
    assertThat(peer.read(PUBLISH).number(11)).isNotEqualTo(first);
    assertThat(peer.isSilent(100)).isTrue();
    Running.awaitHealth(transport, "2 wait for longer than 1 s, all that it takes at once");
    assertThat(transport.transport().health().status()).isEqualTo(Health.Status.DEGRADED);
    // Late, but it makes room.
    peer.write(String.format("40 02 %04x", first));
    Running.awaitUp(transport);
    CompletionStage<Void> next = downlink(transport, "on", TOPIC);
    peer.write(String.format("40 02 %04x", peer.read(PUBLISH).number(11)));
    isDone(next);
  }

  /** Thousands of them may come before one that is not confirmed would be late. */
  @Test
  void keepsNothingOfWhatIsConfirmed() throws Exception {
    StartedTransport transport = start(false, "", "confirmationSeconds = 3600");
    FakeBroker.Peer peer = broker.serve(false);
    Running.awaitUp(transport);
    WeakReference<byte[]> payload = confirmed(transport, peer);
    await()
        .until(
            () -> {
              System.gc();
              return payload.get() == null;
            });
    assertThat(transport.context().metrics().gauge("unconfirmed")).isZero();
  }

  private static WeakReference<byte[]> confirmed(StartedTransport transport, FakeBroker.Peer peer)
      throws Exception {
    byte[] payload = new byte[1000];
    CompletionStage<Void> sent =
        transport
            .transport()
            .downlink(new Downlink("pump", ContentType.BINARY, payload, Map.of("topic", "a")));
    peer.write(String.format("40 02 %04x", peer.read(PUBLISH).number(3)));
    isDone(sent);
    return new WeakReference<>(payload);
  }

  @Test
  void tellsWhyABrokerRefuses() throws Exception {
    StartedTransport transport = start(true, "", "");
    FakeBroker.Peer peer = broker.accept();
    peer.read(FakeBroker.CONNECT);
    // Highest quality of service 1, nothing retained, packets of 100 bytes.
    peer.write("20 0c 00 00 09 24 01 25 00 27 00 00 00 64");
    peer.subscribe();
    Running.awaitUp(transport);
    CompletionStage<Void> refused = downlink(transport, "on", TOPIC);
    int id = peer.read(PUBLISH).number(11);
    peer.write(String.format("40 0a %04x 87 06 1f 00 03 6e 6f 21", id));
    assertThat(failure(refused))
        .hasMessageContaining("refused the message to 'down/pump': not authorized")
        .hasMessageContaining("\"no!\"")
        .matches(failure -> failure.kind() == Kind.REJECTED);
    CompletionStage<Void> notNow = downlink(transport, "on", TOPIC);
    peer.write(String.format("40 03 %04x 97", peer.read(PUBLISH).number(11)));
    assertThat(failure(notNow).kind()).isEqualTo(Kind.UNCONFIRMED);
    assertThat(failure(downlink(transport, "on", Map.of("topic", "a", "qos", "2"))))
        .hasMessageContaining("no quality of service 2");
    assertThat(failure(downlink(transport, "on", Map.of("topic", "a", "retained", "true"))))
        .hasMessageContaining("no retained messages");
    assertThat(failure(downlink(transport, "x".repeat(100), TOPIC)))
        .hasMessageContaining("packets of 100 bytes");
    CompletionStage<Void> unheard = downlink(transport, "on", TOPIC);
    peer.write(String.format("40 03 %04x 10", peer.read(PUBLISH).number(11)));
    isDone(unheard);
  }

  @Test
  void isConfirmedWhileTheHostTakesNothing() throws Exception {
    StartedTransport transport = start(true, "", "");
    FakeBroker.Peer peer = broker.accept();
    FakeBroker.Packet connect = peer.logIn(false);
    // The receive maximum: as many as it says are sent.
    int window = connect.number(connect.text().indexOf('!') + 1);
    assertThat(window).isEqualTo(400);
    peer.subscribe();
    Running.awaitUp(transport);
    transport.uplinks().hold();
    for (int id = 1; id <= window; id++) {
      peer.publish("plant/" + id % 7, "x", 1, id, false);
    }
    transport.uplinks().awaitCount(window);
    CompletionStage<Void> sent = downlink(transport, "on", TOPIC);
    peer.write(String.format("40 02 %04x", peer.read(PUBLISH).number(11)));
    isDone(sent);
    transport.uplinks().release();
    for (int id = 1; id <= window; id++) {
      assertThat(peer.read().number(0)).isEqualTo(id);
    }
  }

  @Test
  void doesNotUseAnIdThatTheBrokerMayHold() throws Exception {
    StartedTransport transport = start(false, "", "");
    FakeBroker.Peer first = broker.serve(false);
    Running.awaitUp(transport);
    CompletionStage<Void> lost = downlink(transport, "on", Map.of("topic", "a", "qos", "2"));
    int id = first.read(PUBLISH).number(3);
    first.close();
    failure(lost);
    FakeBroker.Peer second = broker.accept();
    second.logIn(true);
    assertThat(second.read(PUBREL).number(0)).isEqualTo(id);
    second.subscribe();
    second.write(String.format("70 02 %04x", id));
    Running.awaitUp(transport);
  }

  @Test
  void hasATopicEvenWhenItIsNotGiven() throws IOException {
    StartedTransport transport = start(false, "", "");
    broker.serve(false);
    Running.awaitUp(transport);
    assertThatThrownBy(() -> isDone(downlink(transport, "on", Map.of())))
        .hasMessageContaining("downlinkTopicPattern '${topic}' needs 'topic'");
  }

  @Test
  void saysThatADeviceIsThereOnlyWhenTheBrokerWasMissing() throws Exception {
    StartedTransport transport = start(false, "", "decode = sparkplug-b");
    FakeBroker.Peer peer = broker.serve(false);
    Running.awaitUp(transport);
    // Nobody has heard of it, and no new connection changes that.
    assertThat(failure(downlink(transport, "{\"on\": true}", Map.of())).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    peer.close();
    await().until(() -> transport.transport().health().status() != Health.Status.UP);
    CompletionStage<Void> away =
        transport
            .transport()
            .downlink(new Downlink("valve", ContentType.TEXT, new byte[] {'1'}, TOPIC));
    assertThat(failure(away).kind()).isEqualTo(Kind.UNAVAILABLE);
    broker.serve(false);
    await().until(() -> !transport.uplinks().connected().isEmpty());
    assertThat(transport.uplinks().connected()).containsExactly("valve");
  }
}
