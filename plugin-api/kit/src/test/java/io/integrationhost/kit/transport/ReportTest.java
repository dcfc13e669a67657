package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.PortName;
import io.integrationhost.plugin.ContentType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a protocol with two ports finds wrong, and what people are told of it. */
class ReportTest {

  private static final Pattern HEALTH =
      Pattern.compile("listening on TCP port (\\d+) and UDP port (\\d+), (.*)");

  private final Kit kit = new Kit("report");
  private final FakeHost host =
      new FakeHost("{port: 0, bindAddress: localhost, maxUnansweredPerConnection: 1}");

  @AfterEach
  void close() {
    kit.close();
    host.close();
  }

  private KitTransport.Builder builder(
      int tcp, int udp, Function<Session<String>, Conversation<String>> conversation) {
    Keys keys = Keys.of(host);
    var settings = ServerSettings.read(keys).withPort(tcp);
    return kit.transport(host, keys)
        .tcp(settings.named(new PortName("port", "TCP port")), Framing.text(100), conversation)
        .udp(
            settings.withPort(udp).named(new PortName("udpPort", "UDP port")),
            Framing.text(100),
            conversation);
  }

  private static void join(CompletionStage<Void> stage) {
    stage.toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  private static Matcher health(KitTransport transport) {
    Matcher health = HEALTH.matcher(transport.health().detail());
    assertThat(health.matches()).as(transport.health().detail()).isTrue();
    return health;
  }

  /** Finds each message wrong and goes on. */
  private record Strict(Session<String> session) implements Conversation<String> {
    @Override
    public void frame(String line) {
      session.report(new Fault(Fault.Kind.MALFORMED, "sent nonsense", "", true));
      session.answer(Bytes.utf8("GO ON\n"));
    }

    @Override
    public boolean fault(Fault fault) {
      throw new AssertionError("nobody asked");
    }
  }

  @Test
  void countsAndLogsWhatAConversationReports() throws IOException {
    KitTransport transport = builder(0, 0, Strict::new).build();
    join(transport.start());
    try (var log = new CapturedLog();
        var socket = new DatagramSocket();
        var device = new TestDevice(transport.port())) {
      assertThat(health(transport).group(3)).contains(" peers, 0 refused, 0 bad frames");
      device.say("1\n").hears("GO ON\n").say("2\n").hears("GO ON\n");
      assertThat(health(transport).group(3))
          .isEqualTo("1 connections, 0 peers, 0 refused, 2 bad frames");
      assertThat(host.told).contains("fault 1 MALFORMED");
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("connection 1 from 127.0.0.1:");
      int port = Integer.parseInt(health(transport).group(2));
      byte[] bytes = Bytes.utf8("3\n");
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      await()
          .until(
              () ->
                  health(transport)
                      .group(3)
                      .equals("1 connections, 1 peers, 0 refused, 3 bad frames"));
      assertThat(host.told).contains("fault 2 MALFORMED");
    } finally {
      join(transport.stop());
    }
  }

  @Test
  void namesTheKeyOfAPortThatIsTaken() throws IOException {
    try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      KitTransport transport = builder(0, port, Strict::new).build();
      assertThatThrownBy(() -> join(transport.start()))
          .hasMessageContaining(
              "udpPort %s is already in use on this machine; stop the other program or change"
                  + " 'udpPort' in the integration's configuration",
              port);
      join(transport.stop());
    }
  }

  /** Ends when the host has the first message. */
  private record Once(Session<String> session) implements Conversation<String> {
    @Override
    public void frame(String line) {
      session.publish(
          session.payload(Bytes.utf8(line), ContentType.TEXT),
          receipt -> {
            session.finish();
            return Bytes.utf8("BYE\n");
          });
    }
  }

  @Test
  void takesNothingMoreWhenAnAnswerEndsTheConnection() {
    KitTransport transport = builder(0, 0, Once::new).build();
    join(transport.start());
    host.hold();
    try (var device = new TestDevice(transport.port())) {
      device.say("1\n2\n3\n");
      await().until(() -> host.count() == 1);
      host.release();
      device.hears("BYE\n").hearsTheEnd();
      assertThat(host.texts()).containsExactly("1");
      assertThat(health(transport).group(3)).endsWith(" 0 bad frames");
    } finally {
      join(transport.stop());
    }
  }
}
