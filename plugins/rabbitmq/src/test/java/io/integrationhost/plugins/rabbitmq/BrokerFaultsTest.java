package io.integrationhost.plugins.rabbitmq;

import static io.integrationhost.plugins.rabbitmq.RealPeer.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health.Status;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException.Kind;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a broker may do at any moment, by one that does it when a test wants. */
class BrokerFaultsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RabbitPlugin plugin = new RabbitPlugin();
  private final FakeBroker broker;
  private FakeContext context;
  private StartedTransport started;

  BrokerFaultsTest() throws IOException {
    broker = new FakeBroker();
  }

  @AfterEach
  void close() throws IOException {
    if (started != null) {
      started.close();
    }
    plugin.close();
    broker.close();
  }

  private Transport start(String more) {
    context =
        FakeContext.of(
            "clientConfiguration { host: 127.0.0.1, port: "
                + broker.port()
                + ", queues: meters }\nretry.first: 100 ms\n"
                + more);
    started = StartedTransport.start(plugin, context);
    return started.transport();
  }

  private void awaitHealth(Status status, String... words) {
    Transport transport = started.transport();
    soon(
        () -> {
          assertThat(List.of(words))
              .as(transport.health().detail())
              .allMatch(transport.health().detail()::contains);
          assertThat(transport.health().status()).isEqualTo(status);
        });
  }

  private static void soon(ThrowingRunnable assertion) {
    await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).untilAsserted(assertion);
  }

  private static Method closed(int code, String text) {
    return new AMQImpl.Channel.Close(code, text, 0, 0);
  }

  @Test
  void acknowledgesInOrderAndSeveralAtOnce() throws IOException {
    start("");
    context.uplinks().answer(uplink -> new CompletableFuture<>());
    CompletableFuture<Receipt> first = new CompletableFuture<>();
    CompletableFuture<Receipt> third = new CompletableFuture<>();
    Map<String, CompletableFuture<Receipt>> receipts =
        Map.of(
            "1", first,
            "2", CompletableFuture.completedFuture(new Receipt.NoContent()),
            "3", third,
            "4",
                CompletableFuture.completedFuture(
                    new Receipt.Rejected(Receipt.Reason.CONVERTER, "no", true)),
            "5", CompletableFuture.completedFuture(new Receipt.Stored()));
    context.uplinks().answer(uplink -> receipts.get(text(uplink)));
    for (int i = 1; i <= 5; i++) {
      broker.deliver(Integer.toString(i));
    }
    context.uplinks().awaitCount(5);
    assertThat(broker.heard(AMQImpl.Basic.Ack.class)).isEmpty();
    first.complete(new Receipt.Stored());
    soon(
        () ->
            assertThat(broker.heard(AMQImpl.Basic.Ack.class))
                .containsExactly(new AMQImpl.Basic.Ack(2, true)));
    third.complete(new Receipt.Stored());
    soon(
        () ->
            assertThat(broker.heard(AMQImpl.Basic.Ack.class))
                .containsExactly(
                    new AMQImpl.Basic.Ack(2, true),
                    new AMQImpl.Basic.Ack(3, true),
                    new AMQImpl.Basic.Ack(5, true)));
    assertThat(broker.heard(AMQImpl.Basic.Reject.class))
        .containsExactly(new AMQImpl.Basic.Reject(4, false));
    assertThat(broker.heard(AMQImpl.Basic.Nack.class)).isEmpty();
  }

  private static String text(Uplink uplink) {
    return new String(((Uplink.Payload) uplink).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void offersAgainWhatIsRefusedButNotFiled() throws IOException {
    start("");
    context.uplinks().reject(Receipt.Reason.CONVERTER, "the letters are full");
    broker.deliver("1");
    context.uplinks().awaitCount(3);
    assertThat(broker.heard(AMQImpl.Basic.Reject.class)).isEmpty();
    context.uplinks().answerAlways(new Receipt.Rejected(Receipt.Reason.CONVERTER, "filed", true));
    soon(() -> assertThat(broker.heard(AMQImpl.Basic.Reject.class)).hasSize(1));
  }

  @Test
  void surviveAHostThatThrows() throws IOException {
    start("");
    context
        .uplinks()
        .answer(
            uplink -> {
              throw new IllegalStateException("a host that is broken");
            });
    broker.deliver("1");
    soon(() -> assertThat(context.metrics().count("messages_retried")).isGreaterThan(1));
    context.uplinks().answerAlways(new Receipt.Stored());
    soon(() -> assertThat(broker.heard(AMQImpl.Basic.Ack.class)).hasSize(1));
  }

  @Test
  void readsNothingMoreWhilePaused() throws IOException {
    Transport transport = start("");
    broker.reader();
    transport.pause(true);
    broker.deliver("1");
    broker.deliver("2");
    soon(() -> assertThat(context.metrics().count("messages_received")).isEqualTo(2));
    assertThat(context.uplinks().count()).isZero();
    transport.pause(false);
    soon(() -> assertThat(context.uplinks().texts()).containsExactly("1", "2"));
  }

  @Test
  void acknowledgesWhatIsStoredWhileItStops() throws IOException {
    Transport transport = start("");
    context.uplinks().hold();
    broker.deliver("1");
    context.uplinks().awaitCount(1);
    CompletionStage<Void> stopped = transport.stop();
    context.uplinks().release();
    StartedTransport.join(stopped);
    assertThat(broker.heard(AMQImpl.Basic.Ack.class)).hasSize(1);
  }

  @Test
  void opensAChannelAgainThatWasClosed() throws IOException {
    start("");
    broker.reader().send(closed(AMQP.PRECONDITION_FAILED, "delivery acknowledgement timed out"));
    soon(() -> assertThat(broker.heard(AMQImpl.Basic.Consume.class)).hasSize(2));
    broker.deliver("1");
    context.uplinks().awaitCount(1);
    soon(() -> assertThat(broker.heard(AMQImpl.Basic.Ack.class)).hasSize(1));
    assertThat(broker.clients()).hasSize(1);
  }

  @Test
  void usesAQueueAsItIsWhenSomebodyElseWasFaster() {
    broker.answers(
        (client, method) -> {
          if (method instanceof AMQImpl.Queue.Declare declare) {
            return Optional.of(
                declare.getPassive()
                    ? closed(AMQP.NOT_FOUND, "no queue")
                    : closed(AMQP.PRECONDITION_FAILED, "inequivalent arg 'durable'"));
          }
          return Optional.empty();
        });
    Transport transport = start("clientConfiguration { durable: false, autoDelete: true }");
    awaitHealth(Status.UP);
    assertThat(transport.facts().get("queue meters")).contains("other flags, used as it is");
    AMQImpl.Queue.Declare made = broker.heard(AMQImpl.Queue.Declare.class).get(1);
    assertThat(made.getDurable()).isFalse();
    assertThat(made.getAutoDelete()).isTrue();
    assertThat(made.getExclusive()).isFalse();
  }

  @Test
  void saysThatABrokerIsSilentOrSpeaksNoAmqp() {
    broker.isSilent(true);
    start("clientConfiguration.handshakeTimeout: 200");
    awaitHealth(Status.DOWN, "127.0.0.1:" + broker.port(), "did not answer in time");
    broker.isSilent(false);
    broker.greets("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    awaitHealth(Status.DOWN, "does not speak AMQP");
    broker.greets(new byte[0]);
    awaitHealth(Status.UP);
  }

  @Test
  void tellsNobodyThePassword() {
    broker.answers(
        (client, method) ->
            method instanceof AMQImpl.Connection.StartOk
                ? Optional.of(new AMQImpl.Connection.Close(403, "ACCESS_REFUSED", 0, 0))
                : Optional.empty());
    Transport transport = start("clientConfiguration { username: u, password: hunter2 }");
    context.wire().watch(true);
    awaitHealth(Status.DOWN, "login of user 'u'");
    assertThat(transport.health().detail()).doesNotContain("hunter2");
    assertThat(transport.facts().toString()).doesNotContain("hunter2");
    assertThat(Settings.read(context).toString()).doesNotContain("hunter2");
  }

  @Test
  void saysThatAQueueIsAStream() throws IOException {
    start("");
    broker
        .reader()
        .send(
            new byte[] {'1'},
            new AMQP.BasicProperties.Builder().headers(Map.of("x-stream-offset", 7L)).build());
    awaitHealth(Status.DEGRADED, "queue 'meters' is a stream");
  }

  @Test
  void rejectsMessagesWhoseHeadersNobodyCanRead() throws IOException {
    start("");
    Object deep = "bottom";
    for (int i = 0; i < 200; i++) {
      deep = Map.of("a", deep);
    }
    FakeBroker.Client reader = broker.reader();
    reader.send(
        new byte[] {'1'},
        new AMQP.BasicProperties.Builder()
            .headers(Map.of("deep", deep))
            .contentType("text/plain")
            .build());
    broker.deliver("fine");
    context.uplinks().awaitCount(1);
    assertThat(context.uplinks().texts()).containsExactly("fine");
    soon(
        () ->
            assertThat(broker.heard(AMQImpl.Basic.Reject.class))
                .containsExactly(new AMQImpl.Basic.Reject(1, false)));
    assertThat(context.metrics().count("messages_unreadable")).isEqualTo(1);
    assertThat(broker.heard(AMQImpl.Connection.Open.class)).hasSize(1);
  }

  @Test
  void refusesDownlinksWhileTheBrokerIsShortOfMemory() throws IOException {
    Transport transport = start("clientConfiguration.downlinkTopic: commands");
    StartedTransport.join(started.downlink("valve", new byte[] {1}));
    FakeBroker.Client sender = sender();
    sender.send(0, new AMQImpl.Connection.Blocked("low on memory"));
    awaitHealth(Status.DEGRADED, "downlinks: ", "low on memory");
    assertFails(started.downlink("valve", new byte[] {2}), Kind.UNAVAILABLE, "low on memory");
    broker.deliver("messages come all the same");
    context.uplinks().awaitCount(1);
    sender.send(0, new AMQImpl.Connection.Unblocked());
    soon(() -> assertThat(context.uplinks().connected()).containsExactly("valve"));
    StartedTransport.join(started.downlink("valve", new byte[] {3}));
    assertThat(broker.published())
        .extracting(each -> each.body()[0])
        .containsExactly((byte) 1, (byte) 3);
    assertThat(transport.health().status()).isEqualTo(Status.UP);
  }

  private FakeBroker.Client sender() {
    FakeBroker.Client reader = broker.reader();
    return broker.clients().stream().filter(each -> each != reader).findFirst().orElseThrow();
  }

  @Test
  void doesNotKnowWhatBecameOfADownlinkThatNobodyConfirmed() {
    start("clientConfiguration.downlinkTopic: commands");
    broker.confirms(false);
    CompletionStage<Void> sent = started.downlink("valve", new byte[] {1});
    soon(() -> assertThat(broker.published()).hasSize(1));
    sender().hangUp();
    assertFails(sent, Kind.UNCONFIRMED, "was sent, but not confirmed");
  }

  @Test
  void triesADownlinkAgainThatTheBrokerCouldNotTake() {
    broker.answers(
        (client, method) ->
            method instanceof AMQImpl.Basic.Publish
                ? Optional.of(new AMQImpl.Basic.Nack(1, false, false))
                : Optional.empty());
    start("clientConfiguration.downlinkTopic: commands");
    assertFails(started.downlink("valve", new byte[] {1}), Kind.UNCONFIRMED, "basic.nack");
  }

  @Test
  void refusesDownlinksWhileTheBrokerIsAwayAndTellsWhenItIsBack() throws IOException {
    broker.answers(
        (client, method) ->
            method instanceof AMQImpl.Connection.Open
                ? Optional.of(
                    new AMQImpl.Connection.Close(320, "CONNECTION_FORCED - closing", 0, 0))
                : Optional.empty());
    start("clientConfiguration.downlinkTopic: commands");
    awaitHealth(Status.DOWN, "RabbitMQ has ended the connection", "closing");
    assertFails(started.downlink("valve", new byte[] {1}), Kind.UNAVAILABLE, "closing");
    broker.answers((client, method) -> Optional.empty());
    soon(() -> assertThat(context.uplinks().connected()).containsExactly("valve"));
    StartedTransport.join(started.downlink("valve", new byte[] {2}));
  }

  @Test
  void namesTheKeyThatTheDownlinkConverterLeftOut() {
    start("clientConfiguration.downlinkTopic: \"plant.${line}.${deviceName}\"");
    assertFails(started.downlink("valve", new byte[] {1}), Kind.REJECTED, "'line'");
    StartedTransport.join(
        started
            .transport()
            .downlink(
                new Downlink("valve", ContentType.TEXT, new byte[] {1}, Map.of("line", "$7"))));
    AMQImpl.Basic.Publish publish = (AMQImpl.Basic.Publish) broker.published().get(0).method();
    assertThat(publish.getRoutingKey()).isEqualTo("plant.$7.valve");
    assertThat(publish.getMandatory()).isTrue();
    assertThat(broker.published().get(0).properties().getHeaders()).isNull();
  }

  @Test
  void refusesHeadersThatAmqpHasNoPlaceForAndNothingElse() {
    start("clientConfiguration.downlinkTopic: commands, downlinkHeaders: true");
    assertFails(downlink(Map.of("k".repeat(256), "v")), Kind.REJECTED, "too long", "headers");
    assertFails(
        downlink(Map.of("k", "v".repeat(200_000))), Kind.REJECTED, "more than the", "headers");
    StartedTransport.join(downlink(Map.of("k", "v")));
    assertThat(broker.published()).hasSize(1);
    assertThat(broker.heard(AMQImpl.Channel.Open.class)).hasSize(2);
  }

  private CompletionStage<Void> downlink(Map<String, String> metadata) {
    return started
        .transport()
        .downlink(new Downlink("valve", ContentType.TEXT, new byte[] {1}, metadata));
  }

  @Test
  void doesNotTakeMessagesAgainBeforeThereIsMemoryForThem() throws IOException {
    start("");
    broker.reader();
    context.memory().bound(0);
    broker.deliver("1");
    awaitHealth(Status.DOWN, "there is no memory for its messages now");
    soon(() -> assertThat(broker.heard(AMQImpl.Queue.Declare.class)).hasSizeGreaterThan(2));
    assertThat(broker.heard(AMQImpl.Basic.Consume.class)).hasSize(1);
    context.memory().bound(64 << 20);
    soon(() -> assertThat(broker.heard(AMQImpl.Basic.Consume.class)).hasSize(2));
    awaitHealth(Status.UP);
  }

  @Test
  void stopsThoughTheBrokerDoesNotAnswer() {
    Transport transport = start("");
    broker.reader();
    broker.answers((client, method) -> Optional.of(new AMQImpl.Basic.QosOk()));
    StartedTransport.join(transport.stop());
    assertThat(context.wire().open()).isEmpty();
  }

  @Test
  void tellsTheHostWhatPasses() throws IOException {
    start("");
    context.wire().watch(true);
    broker.deliver("hello");
    context.uplinks().awaitCount(1);
    assertThat(context.wire().lines()).hasSize(1);
    assertThat(context.metrics().names())
        .contains("messages_received", "held_bytes", "downlinks_confirmed");
  }
}
