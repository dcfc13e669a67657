package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DownlinkTest {

  private static final String PLAIN = "clientConfiguration.securityMode: NO_SECURE, ";

  private final RunningPlugin plugin = new RunningPlugin();
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    device = TestDevice.plain();
  }

  @AfterEach
  void close() {
    device.close();
    plugin.close();
  }

  private static CompletionStage<Void> send(StartedTransport transport, String text) {
    return transport
        .transport()
        .downlink(
            new Downlink(
                "boiler", ContentType.JSON, text.getBytes(StandardCharsets.UTF_8), Map.of()));
  }

  private static TransportException.Kind refusal(CompletionStage<Void> stage) {
    Throwable[] failure = new Throwable[1];
    assertThatThrownBy(() -> StartedTransport.join(stage))
        .satisfies(thrown -> failure[0] = thrown.getCause());
    return ((TransportException) failure[0]).kind();
  }

  @Test
  void thereAreNoneAsOfficially() {
    StartedTransport transport = plugin.start(PLAIN);
    assertThat(refusal(send(transport, "{}"))).isEqualTo(TransportException.Kind.REJECTED);
  }

  @Test
  void comesWithTheAnswer() throws Exception {
    StartedTransport transport =
        plugin.start(PLAIN + "downlinkInAnswer: true, downlinkWaitMillis: 10000");
    assertThat(refusal(send(transport, "{}"))).isEqualTo(TransportException.Kind.UNAVAILABLE);
    transport.uplinks().answerAlways(new Receipt.Stored(List.of("boiler"), 1));
    Request request = device.send(device.post(uri(transport, "/i/" + KEY), "1"));
    await()
        .until(
            () -> {
              var sent = send(transport, "{\"valve\": 1}").toCompletableFuture();
              return sent.isDone() && !sent.isCompletedExceptionally();
            });
    Response response = request.waitForResponse(20_000);
    assertThat(response.getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(response.getPayloadString()).isEqualTo("{\"valve\": 1}");
    assertThat(response.getOptions().getContentFormat()).isEqualTo(50);
  }

  @Test
  void theAnswerDoesNotWaitForEver() throws Exception {
    StartedTransport transport =
        plugin.start(PLAIN + "downlinkInAnswer: true, downlinkWaitMillis: 50");
    transport.uplinks().answerAlways(new Receipt.Stored(List.of("boiler"), 1));
    Response response = device.ask(device.post(uri(transport, "/i/" + KEY), "1"));
    assertThat(response.getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(response.getPayloadSize()).isZero();
  }

  @Test
  void comesToWhoObserves() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + "observe: true");
    assertThat(refusal(send(transport, "{}"))).isEqualTo(TransportException.Kind.UNAVAILABLE);
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    Request look = Request.newGet();
    look.setURI(uri(transport, "/i/" + KEY + "/boiler"));
    look.setObserve();
    device.hearsNotifications(
        response -> heard.add(response.getCode() + " " + response.getPayloadString()));
    assertThat(device.ask(look).getCode()).isEqualTo(ResponseCode.CONTENT);
    await().until(() -> transport.uplinks().connected().contains("boiler"));
    for (int i = 0; i < 3; i++) {
      StartedTransport.join(send(transport, "{\"valve\": " + i + "}"));
    }
    // The device acknowledges before it tells its listener.
    await().until(() -> heard.size() == 3);
    assertThat(heard)
        .containsExactly("2.05 {\"valve\": 0}", "2.05 {\"valve\": 1}", "2.05 {\"valve\": 2}");
    assertThat(transport.transport().facts()).containsEntry("observers", "1");
    Request enough = Request.newGet();
    enough.setURI(uri(transport, "/i/" + KEY + "/boiler"));
    enough.setToken(look.getToken());
    enough.setObserveCancel();
    device.ask(enough);
    await().until(() -> transport.transport().facts().get("observers").equals("0"));
    assertThat(refusal(send(transport, "{}"))).isEqualTo(TransportException.Kind.UNAVAILABLE);
  }

  /** Otherwise strangers who never go away would keep all others out. */
  @Test
  void soManyMayObserveAndTheOldestMakesRoom() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + "observe: true, maxObservers: 1");
    for (String name : List.of("stranger", "boiler")) {
      Request look = Request.newGet();
      look.setURI(uri(transport, "/i/" + KEY + "/" + name));
      look.setObserve();
      assertThat(device.ask(look).getCode()).isEqualTo(ResponseCode.CONTENT);
    }
    assertThat(transport.transport().facts()).containsEntry("observers", "1");
    assertThat(relations(transport)).isEqualTo(1);
    StartedTransport.join(send(transport, "{}"));
  }

  @Test
  void whoseAnswerIsHeldIsToldThatItsMessageHasCome() throws Exception {
    StartedTransport transport =
        plugin.start(PLAIN + "downlinkInAnswer: true, downlinkWaitMillis: 10000");
    transport.uplinks().answerAlways(new Receipt.Stored(List.of("boiler"), 1));
    Request request = device.send(device.post(uri(transport, "/i/" + KEY), "1"));
    await().atMost(Duration.ofSeconds(5)).until(request::isAcknowledged);
    assertThat(request.getResponse()).isNull();
  }

  /** A stranger who looks again and again makes nothing grow, and the last one is served. */
  @Test
  void aDeviceHasOneObserver() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + "observe: true");
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    device.hearsNotifications(response -> heard.add(response.getTokenString()));
    Request look = null;
    for (int i = 0; i < 20; i++) {
      look = look(transport);
      assertThat(device.ask(look).getCode()).isEqualTo(ResponseCode.CONTENT);
    }
    assertThat(transport.transport().facts()).containsEntry("observers", "1");
    StartedTransport.join(send(transport, "{}"));
    await().until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly(look.getTokenString());
    await().until(() -> relations(transport) == 1);
  }

  private static int relations(StartedTransport transport) {
    return ((CoapTransport) transport.transport()).relations();
  }

  /** A downlink that was given up must not come with the next look: the host tries it again. */
  @Test
  void whatWasGivenUpIsNotSentLater() throws Exception {
    FakeContext context =
        FakeContext.of(PLAIN + "observe: true, bindAddress: localhost, port: 0").routingKey(KEY);
    try (var ports = new Ports();
        var transport = new StartedTransport(impatient(context, ports), context)) {
      StartedTransport.join(transport.transport().start());
      try (var gone = TestDevice.plain()) {
        gone.ask(look(transport));
      }
      assertThat(refusal(send(transport, "{\"valve\": 1}")))
          .isEqualTo(TransportException.Kind.UNCONFIRMED);
      Queue<String> heard = new ConcurrentLinkedQueue<>();
      device.hearsNotifications(response -> heard.add(response.getPayloadString()));
      assertThat(device.ask(look(transport)).getPayloadSize()).isZero();
      StartedTransport.join(send(transport, "{\"valve\": 2}"));
      await().until(() -> !heard.isEmpty());
      assertThat(heard).containsExactly("{\"valve\": 2}");
    }
  }

  private static CoapTransport impatient(FakeContext context, Ports ports) {
    Settings read = Settings.read(context);
    var downlinks = new Settings.Downlinks(Optional.empty(), 10, Duration.ofMillis(700));
    return new CoapTransport(
        context,
        new Settings(
            read.plain(),
            read.secure(),
            read.psk(),
            read.allow(),
            read.limits(),
            read.connectionMetadata(),
            downlinks),
        ports);
  }

  private static Request look(StartedTransport transport) {
    Request look = Request.newGet();
    look.setURI(uri(transport, "/i/" + KEY + "/boiler"));
    look.setObserve();
    return look;
  }
}
