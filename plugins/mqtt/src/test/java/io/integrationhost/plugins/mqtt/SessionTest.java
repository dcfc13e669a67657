package io.integrationhost.plugins.mqtt;

import static io.integrationhost.plugins.mqtt.FakeBroker.CONNECT;
import static io.integrationhost.plugins.mqtt.FakeBroker.PINGREQ;
import static io.integrationhost.plugins.mqtt.FakeBroker.PUBACK;
import static io.integrationhost.plugins.mqtt.FakeBroker.SUBSCRIBE;
import static io.integrationhost.plugins.mqtt.FakeBroker.UNSUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Login, subscriptions and the ends of sessions, with a broker that does what real ones do not. */
@Execution(ExecutionMode.CONCURRENT)
class SessionTest {

  private static final String FIVE = "protocolVersion = MQTT_5, cleanSession = false";

  private final Running running = new Running();
  private FakeBroker broker;

  private StartedTransport start(boolean is5, String client, String more) throws IOException {
    broker = new FakeBroker(is5);
    return running.start(broker.port(), client, more);
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
    running.close();
  }

  @Test
  void saysWhatItIs() throws IOException {
    start(
        false,
        "cleanSession = true, clientId = plant-7, credentials {type = basic, username = me,"
            + " password = pass}",
        "");
    FakeBroker.Packet connect = broker.accept().read(CONNECT);
    assertThat(connect.text()).isEqualTo("\0\4MQTT\4\u00C2\0\u003C\0\7plant-7\0\2me\0\4pass");
  }

  @Test
  void saysMoreInVersion5() throws IOException {
    start(true, FIVE + ", clientId = p, maxBytesInMessage = 1000", "maxUnsettled = 7");
    FakeBroker.Packet connect = broker.accept().read(CONNECT);
    // Session expiry of a day, receive maximum 7, packets of 1005 bytes.
    assertThat(connect.text())
        .startsWith("\0\4MQTT\5\0\0\u003C\15")
        .contains("\21\0\1\u0051\u0080")
        .contains("\41\0\7")
        .contains("'\0\0\3\u00ED")
        .endsWith("\0\1p");
  }

  @Test
  void speaksTheOldVersion() throws IOException {
    start(false, "protocolVersion = MQTT_3_1, clientId = p", "");
    assertThat(broker.accept().read(CONNECT).text()).startsWith("\0\6MQIsdp\3\2");
  }

  @ParameterizedTest
  @CsvSource({
    "1, does not speak this version",
    "2, does not allow this client id",
    "3, not available now",
    "4, wrong user name or password",
    "5, not authorized"
  })
  void tellsWhyTheLoginIsRefused(int code, String words) throws IOException {
    StartedTransport transport = start(false, "", "");
    FakeBroker.Peer peer = broker.accept();
    peer.read(CONNECT);
    peer.write("20 02 00 0" + code);
    Running.awaitHealth(transport, "refused the login: ");
    assertThat(transport.transport().health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(transport.transport().health().detail()).contains(words).contains("next in");
    broker.serve(false);
    Running.awaitUp(transport);
  }

  @Test
  void tellsWhyAVersion5LoginIsRefused() throws IOException {
    StartedTransport transport = start(true, FIVE, "");
    FakeBroker.Peer peer = broker.accept();
    peer.read(CONNECT);
    peer.write("20 0c 00 87 09 1f 00 06 6e 6f 74 20 75 73");
    Running.awaitHealth(transport, "not authorized");
    assertThat(transport.transport().health().detail()).contains("(code 135): \"not us\"");
  }

  @Test
  void leavesABrokerThatDoesNotAnswerTheLogin() throws IOException {
    StartedTransport transport = start(false, "connectTimeoutSec = 1", "");
    broker.accept().read(CONNECT);
    Running.awaitHealth(transport, "did not answer the login (CONNACK) in 1 s");
  }

  @Test
  void leavesABrokerThatDoesNotConfirmSubscriptions() throws IOException {
    StartedTransport transport = start(false, "connectTimeoutSec = 1", "");
    FakeBroker.Peer peer = broker.accept();
    peer.logIn(false);
    peer.read(SUBSCRIBE);
    Running.awaitHealth(transport, "waits for the broker's answer to the subscriptions");
    Running.awaitHealth(transport, "did not confirm the subscriptions (SUBACK) in 1 s");
    broker.serve(false);
    Running.awaitUp(transport);
  }

  @Test
  void leavesABrokerThatIsSilent() throws IOException {
    StartedTransport transport = start(false, "", "keepAliveSeconds = 1");
    FakeBroker.Peer peer = broker.serve(false);
    peer.read(PINGREQ);
    peer.write("d0 00");
    peer.read(PINGREQ);
    Running.awaitHealth(transport, "did not answer PINGREQ in 500 ms");
    assertThat(peer.isLeft()).isTrue();
  }

  @Test
  void tellsWhatIsNotSubscribedAndAsksAgain() throws IOException {
    StartedTransport transport = start(false, "", "");
    FakeBroker.Peer peer = broker.accept();
    peer.logIn(false);
    peer.grant(peer.read(SUBSCRIBE), 0x80);
    Running.awaitHealth(transport, "the broker refused the subscription to 'plant/#'");
    assertThat(transport.transport().health().status()).isEqualTo(Health.Status.DEGRADED);
  }

  @Test
  void asksForEightFiltersAtATime() throws IOException {
    broker = new FakeBroker(false);
    StringBuilder filters = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      filters.append("{filter = \"f").append(i).append("\", qos = 1},");
    }
    StartedTransport transport =
        running.start(
            Running.context(broker.port(), "", "").overlay("topicFilters = [" + filters + "]"));
    FakeBroker.Peer peer = broker.accept();
    peer.logIn(false);
    FakeBroker.Packet first = peer.read(SUBSCRIBE);
    assertThat(first.body()).hasSize(2 + 8 * 5);
    assertThat(peer.isSilent(100)).isTrue();
    // One of them with less than was asked for, one refused.
    peer.write(String.format("90 0a %04x 01 01 01 00 01 01 80 01", first.number(0)));
    FakeBroker.Packet second = peer.read(SUBSCRIBE);
    assertThat(second.body()).hasSize(2 + 2 * 5);
    peer.write(String.format("90 04 %04x 01 01", second.number(0)));
    Running.awaitHealth(transport, "refused the subscription to 'f6'");
    assertThat(transport.transport().facts().get("subscribed to (quality of service)"))
        .contains("f2 (1), f3 (0), f4 (1)")
        .doesNotContain("f6")
        .endsWith("f9 (1)");
  }

  @Test
  void tellsWhyABrokerEndsTheSession() throws IOException {
    StartedTransport transport = start(true, FIVE + ", clientId = twin", "");
    FakeBroker.Peer peer = broker.serve(false);
    peer.write("e0 02 8e 00");
    Running.awaitHealth(transport, "another client has connected with the same client id");
    broker.serve(false).close();
    Running.awaitHealth(transport, "another client has the client id 'twin'");
  }

  @Test
  void skipsWhatIsTooLongAndLivesOn() throws IOException {
    StartedTransport transport = start(false, "maxBytesInMessage = 100, cleanSession = false", "");
    FakeBroker.Peer peer = broker.serve(false);
    peer.publish("plant/1", "x".repeat(300_000), 1, 1, false);
    peer.publish("plant/1", "x".repeat(200), 2, 2, false);
    peer.publish("plant/1", "small", 1, 3, false);
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(1);
    assertThat(peer.read(FakeBroker.PUBREC).number(0)).isEqualTo(2);
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(3);
    assertThat(transport.uplinks().texts()).containsExactly("small");
    assertThat(transport.context().metrics().count("messages_oversized")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30 ff ff ff ff 01", // a length of five bytes
        "00 00", // no type
        "36 03 00 01 61", // quality of service 3
        "30 05 00 09 61 62 63", // a topic longer than the packet
        "32 05 00 01 61 00 00", // packet id 0
        "30 05 00 01 2b 62 63", // a wildcard in a topic
        "20 02 00 00", // a second answer to the login
        "c0 00", // what only clients send
        "90 ff ff 7f 00", // 2 MB of SUBACK
        "90 03 7f ff 01" // nothing of that number was asked
      })
  void leavesABrokerThatDoesNotKnowTheProtocol(String hex) throws IOException {
    StartedTransport transport = start(false, "maxBytesInMessage = 100", "");
    FakeBroker.Peer peer = broker.serve(false);
    Running.awaitUp(transport);
    peer.write(hex);
    assertThat(peer.isLeft()).isTrue();
    assertThat(transport.uplinks().count()).isZero();
    broker.serve(false);
    Running.awaitUp(transport);
  }

  @Test
  void handsOverThePropertiesOfVersion5() throws IOException {
    StartedTransport transport = start(true, FIVE, "");
    FakeBroker.Peer peer = broker.serve(false);
    peer.write(
        "33 2c 00 01 61 00 05 25"
            + "03 00 04 6a 73 6f 6e" // content type
            + "08 00 03 72 2f 31" // response topic
            + "09 00 02 ff 01" // correlation data
            + "26 00 04 75 6e 69 74 00 03 62 61 72" // user property
            + "01 01 02 00 00 00 09" // format, expiry
            + "31");
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(5);
    assertThat(transport.uplinks().payloads().get(0).metadata())
        .isEqualTo(
            Map.of(
                "topic", "a",
                "mqtt.qos", "1",
                "mqtt.retain", "true",
                "mqtt.dup", "false",
                "mqtt.contentType", "json",
                "mqtt.responseTopic", "r/1",
                "mqtt.correlationData", "base64:/wE=",
                "mqtt.user.unit", "bar"));
  }

  @Test
  void keepsItsIdAndUnsubscribesWhatIsNotWantedAnyMore() throws IOException {
    broker = new FakeBroker(false);
    FakeContext before = Running.context(broker.port(), "cleanSession = false", "");
    String id;
    byte[] state;
    try (StartedTransport transport = StartedTransport.start(new MqttPlugin(), before)) {
      FakeBroker.Peer peer = broker.accept();
      id = peer.logIn(false).text().substring(12);
      peer.subscribe();
      Running.awaitUp(transport);
      var file = before.dataDirectory().resolve("client");
      await().until(() -> Files.readString(file).contains("plant"));
      state = Files.readAllBytes(file);
    }
    assertThat(id).startsWith("ih-").hasSize(19);
    FakeContext after =
        Running.context(broker.port(), "cleanSession = false", "")
            .overlay("topicFilters = [{filter = \"hall/+\", qos = 1}]");
    Files.write(after.dataDirectory().resolve("client"), state);
    running.start(after);
    FakeBroker.Peer peer = broker.accept();
    assertThat(peer.logIn(true).text()).endsWith(id);
    assertThat(peer.read(UNSUBSCRIBE).text()).endsWith("plant/#");
    assertThat(peer.read(SUBSCRIBE).text()).contains("hall/+");
  }

  /** Some brokers take 8 in one packet, and what none has confirmed may still come. */
  @Test
  void unsubscribesEightAtATimeUntilTheBrokerConfirms() throws IOException {
    broker = new FakeBroker(false);
    FakeContext context = Running.context(broker.port(), "cleanSession = false", "");
    Path file = context.dataDirectory().resolve("client");
    String id = "ih-0123456789abcdef";
    Files.writeString(file, id + "\n" + id + "\nf0\nf1\nf2\nf3\nf4\nf5\nf6\nf7\nf8\nplant%2F%23");
    running.start(context);
    FakeBroker.Peer peer = broker.accept();
    peer.logIn(true);
    FakeBroker.Packet first = peer.read(UNSUBSCRIBE);
    assertThat(first.body()).hasSize(2 + 8 * 4);
    peer.subscribe();
    assertThat(peer.isSilent(100)).isTrue();
    peer.write(String.format("b0 02 %04x", first.number(0)));
    assertThat(peer.read(UNSUBSCRIBE).text()).endsWith("\0\2f8");
    await().until(() -> !Files.readString(file).contains("f7"));
    peer.close();
    FakeBroker.Peer next = broker.accept();
    next.logIn(true);
    FakeBroker.Packet last = next.read(UNSUBSCRIBE);
    assertThat(last.text()).endsWith("\0\2f8");
    next.write(String.format("b0 02 %04x", last.number(0)));
    await().until(() -> Files.readString(file).endsWith(id + "\nplant%2F%23"));
  }

  @Test
  void keepsUnsubscribingWhatABrokerOfVersion5DoesNotLetGo() throws IOException {
    broker = new FakeBroker(true);
    FakeContext context = Running.context(broker.port(), FIVE, "");
    Path file = context.dataDirectory().resolve("client");
    String id = "ih-0123456789abcdef";
    Files.writeString(file, id + "\n" + id + "\nf0\nf1");
    running.start(context);
    FakeBroker.Peer peer = broker.accept();
    peer.logIn(true);
    int packet = peer.read(UNSUBSCRIBE).number(0);
    peer.write(String.format("b0 05 %04x 00 87 00", packet));
    await().until(() -> Files.readString(file).endsWith("plant%2F%23\nf0"));
  }

  @Test
  void tellsThatTheHostIsInTheWayOfTheSubscriptions() throws IOException {
    StartedTransport transport =
        start(false, "connectTimeoutSec = 1, cleanSession = false", "maxUnsettled = 2");
    transport.uplinks().reject(Receipt.Reason.OVERLOADED, "too much");
    FakeBroker.Peer peer = broker.accept();
    peer.logIn(true);
    int id = peer.read(SUBSCRIBE).number(0);
    for (int i = 1; i <= 5; i++) {
      peer.publish("plant/" + i, "1", 1, i, false);
    }
    peer.write(String.format("90 03 %04x 01", id));
    Running.awaitHealth(transport, "came before the broker's answer to the subscriptions (SUBACK)");
    assertThat(transport.transport().health().status()).isEqualTo(Health.Status.DEGRADED);
    Running.awaitHealth(transport, "does not take them: OVERLOADED, too much");
    transport.uplinks().answerAlways(new Receipt.Stored());
    Running.awaitUp(transport);
  }

  @Test
  void logsInWithAPasswordAlone() throws IOException {
    start(false, "credentials {type = basic, username = \"\", password = secret}", "");
    assertThat(broker.accept().read(FakeBroker.CONNECT).text()).endsWith("\0\0\0\6secret");
  }

  @Test
  void showsTopicsShortAndInOneLine() throws IOException {
    StartedTransport transport = start(false, "", "");
    FakeBroker.Peer peer = broker.serve(false);
    peer.publish("plant/+\n" + "x".repeat(10_000), "1", 0, 0, false);
    Running.awaitHealth(transport, "cannot be read");
    assertThat(transport.transport().health().detail())
        .contains("plant/+ xxx")
        .hasSizeLessThan(600)
        .doesNotContain("\n");
  }
}
