package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health.Status;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With a broker that nobody here wrote: RabbitMQ. */
class RealPeerTest extends RealPeer {

  @Test
  void takesMessagesAsTheyAreAndAcknowledgesThem() throws Exception {
    make();
    StartedTransport transport = start("");
    awaitHealth(transport, Status.UP, "1 queues are read");
    byte[] binary = {0, (byte) 0xff, (byte) 0xc3, 0x28};
    channel.basicPublish(
        "amq.topic", "unbound", new AMQP.BasicProperties.Builder().build(), binary);
    channel.queueBind(queue, "amq.topic", "plant.#");
    channel.basicPublish(
        "amq.topic",
        "plant.7",
        new AMQP.BasicProperties.Builder()
            .messageId("m1")
            .correlationId("c1")
            .replyTo("answers")
            .contentType("application/octet-stream")
            .timestamp(new Date(1_700_000_000_000L))
            .headers(Map.of("a.b", 7, "text", "x"))
            .build(),
        binary);
    transport.uplinks().awaitCount(1);
    Uplink.Payload payload = transport.uplinks().payloads().get(0);
    assertThat(payload.bytes()).isEqualTo(binary);
    assertThat(payload.contentType()).isEqualTo(ContentType.BINARY);
    assertThat(payload.metadata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("rabbitmq.queue", queue),
                Map.entry("rabbitmq.exchange", "amq.topic"),
                Map.entry("rabbitmq.routingKey", "plant.7"),
                Map.entry("rabbitmq.redelivered", "false"),
                Map.entry("rabbitmq.messageId", "m1"),
                Map.entry("rabbitmq.correlationId", "c1"),
                Map.entry("rabbitmq.replyTo", "answers"),
                Map.entry("rabbitmq.contentType", "application/octet-stream"),
                Map.entry("rabbitmq.timestamp", "1700000000000"),
                Map.entry("rabbitmq.header.a.b", "7"),
                Map.entry("rabbitmq.header.text", "x")));
    transport.close();
    started.clear();
    awaitMessages(queue, 0);
  }

  @Test
  void acknowledgesNothingThatIsNotStored() throws Exception {
    make();
    StartedTransport transport = start("");
    transport.uplinks().hold();
    say("1");
    say("2");
    transport.uplinks().awaitCount(2);
    transport.close();
    started.clear();
    awaitMessages(queue, 2);
    GetResponse first = channel.basicGet(queue, false);
    assertThat(first.getEnvelope().isRedeliver()).isTrue();
    assertThat(first.getBody()).isEqualTo(new byte[] {'1'});
  }

  @Test
  void holdsWhatTheHostDoesNotTakeAndNeverGivesItBack() throws Exception {
    make();
    StartedTransport transport = start("prefetch: 10");
    transport.uplinks().reject(Receipt.Reason.OVERLOADED, "full");
    for (int i = 0; i < 30; i++) {
      say(Integer.toString(i));
    }
    transport.uplinks().awaitCount(3);
    await()
        .atMost(PATIENCE)
        .until(() -> transport.context().metrics().count("messages_received") == 10);
    transport.uplinks().answerAlways(new Receipt.Stored());
    await().atMost(PATIENCE).until(() -> transport.uplinks().texts().contains("29"));
    assertThat(transport.uplinks().texts().stream().distinct())
        .containsExactlyElementsOf(IntStream.range(0, 30).mapToObj(Integer::toString).toList());
    assertThat(transport.context().metrics().count("messages_redelivered")).isZero();
    awaitMessages(queue, 0);
  }

  @Test
  void rejectsWhatIsRefusedForGood() throws Exception {
    channel.queueDeclare("refused", false, true, true, Map.of());
    channel.queueDeclare(
        queue,
        true,
        false,
        false,
        Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "refused"));
    StartedTransport transport = start("");
    transport
        .uplinks()
        .answer(
            uplink -> {
              boolean isPoison =
                  new String(((Uplink.Payload) uplink).bytes(), StandardCharsets.UTF_8)
                      .equals("poison");
              Receipt receipt =
                  isPoison
                      ? new Receipt.Rejected(Receipt.Reason.CONVERTER, "no", true)
                      : new Receipt.Stored();
              return CompletableFuture.completedFuture(receipt);
            });
    say("poison");
    say("fine");
    awaitMessages("refused", 1);
    awaitMessages(queue, 0);
    assertThat(transport.uplinks().texts()).containsExactly("poison", "fine");
  }

  @Test
  void makesAQueueThatIsAbsentAndTakesTheOthersAsTheyAre() throws Exception {
    make();
    StartedTransport transport = start(queue + " , made here,," + queue, "");
    awaitHealth(transport, Status.UP, "2 queues");
    assertThat(channel.queueDeclarePassive("made here").getConsumerCount()).isEqualTo(1);
    assertThat(transport.transport().facts())
        .hasEntrySatisfying("queue made here", note -> assertThat(note).startsWith("made here"))
        .hasEntrySatisfying("queue " + queue, note -> assertThat(note).contains("as it is"));
  }

  @Test
  void readsAQueueThatWasDeletedAndMadeAgain() throws Exception {
    make();
    StartedTransport transport = start("");
    say("1");
    transport.uplinks().awaitCount(1);
    channel.queueDelete(queue);
    await()
        .atMost(PATIENCE)
        .until(() -> transport.transport().facts().get("queue " + queue).startsWith("made here"));
    say("2");
    transport.uplinks().awaitCount(2);
    assertThat(transport.uplinks().texts()).containsExactly("1", "2");
  }

  @Test
  void comesBackAfterTheConnectionWasCut() throws Exception {
    make();
    try (Cable cable = new Cable(server.port())) {
      StartedTransport transport = start("clientConfiguration.port: " + cable.port());
      transport.uplinks().hold();
      say("1");
      transport.uplinks().awaitCount(1);
      cable.cut();
      transport.uplinks().awaitCount(2);
      // The first of these receipts is for a tag that died with its channel.
      transport.uplinks().release();
      awaitMessages(queue, 0);
      say("3");
      transport.uplinks().awaitCount(3);
      assertThat(transport.uplinks().texts()).containsExactly("1", "1", "3");
      transport.close();
      started.clear();
    }
  }

  @Test
  void confirmsDownlinks() throws Exception {
    channel.queueDeclare("commands-valve", true, false, true, Map.of());
    StartedTransport transport =
        start(
            "clientConfiguration.downlinkTopic: \"commands-${deviceName}\", downlinkHeaders: true");
    StartedTransport.join(
        transport
            .transport()
            .downlink(
                new Downlink(
                    "valve",
                    ContentType.JSON,
                    new byte[] {'1'},
                    Map.of("speed", "7"),
                    "id-1",
                    1,
                    Optional.empty())));
    GetResponse got = channel.basicGet("commands-valve", true);
    assertThat(got.getBody()).isEqualTo(new byte[] {'1'});
    assertThat(got.getProps().getMessageId()).isEqualTo("id-1");
    assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(got.getProps().getContentType()).isEqualTo("application/json");
    assertThat(got.getProps().getHeaders().get("speed")).hasToString("7");
  }

  @Test
  void failsADownlinkThatNoQueueGets() {
    StartedTransport transport = start("clientConfiguration.downlinkTopic: nobody");
    assertFails(
        transport.downlink("valve", new byte[] {1}),
        TransportException.Kind.REJECTED,
        "NO_ROUTE",
        "there is no queue 'nobody'");
  }

  @Test
  void waitsForAnExchangeThatIsMissing() throws Exception {
    StartedTransport transport =
        start("clientConfiguration { exchangeName: later, downlinkTopic: \"k\" }");
    assertFails(
        transport.downlink("valve", new byte[] {1}),
        TransportException.Kind.UNAVAILABLE,
        "exchange 'later'",
        "does not exist");
    awaitHealth(transport, Status.DEGRADED, "exchange 'later'");
    channel.exchangeDeclare("later", "fanout", false, true, Map.of());
    channel.queueDeclare("k", false, true, true, Map.of());
    channel.queueBind("k", "later", "");
    await().atMost(PATIENCE).until(() -> transport.uplinks().connected().equals(List.of("valve")));
    StartedTransport.join(transport.downlink("valve", new byte[] {1}));
    awaitHealth(transport, Status.UP);
    channel.exchangeDelete("later");
  }

  @Test
  void saysWhyItCannotLogIn() {
    awaitHealth(
        start("clientConfiguration { username: nobody, password: hunter2 }"),
        Status.DOWN,
        "refuses the login of user 'nobody'");
    awaitHealth(
        start("clientConfiguration.virtualHost: moon"),
        Status.DOWN,
        "virtual host 'moon'",
        "does not exist");
    awaitHealth(
        start("clientConfiguration { virtualHost: plant, username: reader, password: reader }"),
        Status.DOWN,
        "user 'reader' may not use it");
    awaitHealth(
        start("clientConfiguration { username: reader, password: reader }"),
        Status.DOWN,
        "user 'reader' may not read or make it");
    awaitHealth(start("clientConfiguration.port: 1"), Status.DOWN, "refuses connections");
    awaitHealth(
        start("clientConfiguration.host: no-such-host.invalid"), Status.DOWN, "is not known (DNS)");
  }

  @Test
  void saysThatAQueueIsExclusiveToAnother() throws Exception {
    channel.queueDeclare(queue, false, true, true, Map.of());
    awaitHealth(start(""), Status.DOWN, queue, "is exclusive to another connection");
  }

  @Test
  void readsTheOtherQueuesWhenOneCannotBeRead() throws Exception {
    make();
    channel.queueDeclare("locked", false, true, true, Map.of());
    StartedTransport transport = start("locked," + queue, "");
    awaitHealth(transport, Status.DEGRADED, "'locked' is exclusive");
    say("1");
    transport.uplinks().awaitCount(1);
    channel.queueDelete("locked");
    awaitHealth(transport, Status.UP, "2 queues");
  }

  @Test
  void speaksTlsAndLooksAtTheName() throws Exception {
    make();
    String trust = "tls.trust: " + server.certificates().text("ca.pem");
    String port = "clientConfiguration.port: " + server.tlsPort() + "\n";
    StartedTransport transport = start(port + trust);
    awaitHealth(transport, Status.UP);
    say("1");
    transport.uplinks().awaitCount(1);
    StartedTransport form =
        start(
            port
                + "clientConfiguration.credentials { type: cert.PEM, caCert: "
                + server.certificates().text("ca.pem")
                + ", cert: "
                + server.certificates().text("own.pem")
                + ", privateKey: "
                + server.certificates().text("own.key")
                + "}");
    awaitHealth(form, Status.UP);
    awaitHealth(
        start(port + "clientConfiguration.ssl: true"),
        Status.DOWN,
        "signed by nobody who is trusted");
    awaitHealth(
        start(port + "clientConfiguration.host: 127.0.0.1\n" + trust),
        Status.DOWN,
        "another name than '127.0.0.1'");
    awaitHealth(
        start(port + "clientConfiguration.host: 127.0.0.1\ntls.serverName: localhost\n" + trust),
        Status.UP);
    awaitHealth(
        start(port + "clientConfiguration.host: 127.0.0.1\ntls.verifyHost: false\n" + trust),
        Status.UP);
    awaitHealth(start(trust), Status.DOWN, "the port does not speak it");
    awaitHealth(start(port), Status.DOWN, "TLS");
  }

  @Test
  void readsAQuorumQueue() throws Exception {
    channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
    StartedTransport transport = start("");
    say("1");
    transport.uplinks().awaitCount(1);
    awaitMessages(queue, 0);
  }

  @Test
  void rejectsMessagesThatAreTooLong() throws Exception {
    make();
    StartedTransport transport = start("maxMessageBytes: 100 KiB");
    say("x".repeat(3_000_000));
    say("fine");
    transport.uplinks().awaitCount(1);
    assertThat(transport.uplinks().texts()).containsExactly("fine");
    assertThat(transport.context().metrics().count("messages_too_long")).isEqualTo(1);
    awaitMessages(queue, 0);
  }

  @Test
  void keepsNoMoreThanItMayAndLosesNothing() throws Exception {
    make();
    int messages = 40;
    for (int i = 0; i < messages; i++) {
      say(i + "," + "x".repeat(300_000));
    }
    FakeContext context = FakeContext.of(slice(queue) + "maxBufferedBytes: 1 MiB");
    context.uplinks().hold();
    StartedTransport transport = start(context);
    context.uplinks().awaitCount(3);
    assertThat(context.metrics().gauge("held_bytes")).isBetween(900_000L, 1L << 20);
    context.uplinks().release();
    context.uplinks().awaitCount(messages);
    assertThat(context.uplinks().texts().stream().map(text -> text.split(",")[0]))
        .containsExactlyElementsOf(
            IntStream.range(0, messages).mapToObj(Integer::toString).toList());
    awaitMessages(queue, 0);
    transport.close();
    started.clear();
    assertThat(context.memory().taken()).isZero();
  }
}
