package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real broker. {@code -Dmqtt.restarts=50} is the long form of its restarts; 1 is the default. */
@Execution(ExecutionMode.CONCURRENT)
class MosquittoTest {

  private static final String KEPT =
      "allow_anonymous true\npersistence true\nmax_queued_messages 0\n";

  private final Running running = new Running();
  @TempDir private Path folder;
  private Mosquitto broker;

  @AfterEach
  void close() throws IOException {
    running.close();
    if (broker != null) {
      broker.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MQTT_3_1", "MQTT_3_1_1", "MQTT_5"})
  void talksInAllVersions(String version) throws Exception {
    broker = new Mosquitto(folder, KEPT);
    String more =
        "topicFilters = [{filter = \"a/#\", qos = 2}, {filter = \"a/b\", qos = 1}, {filter ="
            + " \"$share/g/s/+\", qos = 1}]";
    StartedTransport transport = running.start(broker.port(), "protocolVersion = " + version, more);
    Running.awaitUp(transport);
    broker.run("mosquitto_pub", "-t", "a/x", "-m", "0");
    broker.run("mosquitto_pub", "-t", "a/y", "-m", "1", "-q", "1");
    broker.run("mosquitto_pub", "-t", "a/z", "-m", "2", "-q", "2");
    broker.run("mosquitto_pub", "-t", "s/1", "-m", "shared", "-q", "1");
    transport.uplinks().awaitCount(4);
    assertThat(transport.uplinks().texts()).containsExactlyInAnyOrder("0", "1", "2", "shared");
    assertThat(transport.uplinks().payloads().get(2).metadata())
        .containsEntry("topic", "a/z")
        .containsEntry("mqtt.qos", "2");
    assertThat(transport.transport().facts())
        .containsEntry("subscribed to (quality of service)", "a/# (2), a/b (1), $share/g/s/+ (1)")
        .containsEntry("session", "clean");
    for (String qos : List.of("0", "1", "2")) {
      Running.downlink(
              transport,
              "to " + qos,
              Map.of("topic", "down/" + qos, "qos", qos, "retained", "true"))
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
    }
    assertThat(broker.run("mosquitto_sub", "-t", "down/#", "-q", "2", "-C", "3").lines())
        .containsExactlyInAnyOrder("to 0", "to 1", "to 2");
  }

  @Test
  void bringsWhatCameWhileWeWereAway() throws Exception {
    broker = new Mosquitto(folder, KEPT);
    for (String version : List.of("MQTT_3_1_1", "MQTT_5")) {
      String client =
          "clientId = away" + version + ", cleanSession = false, protocolVersion = " + version;
      try (StartedTransport first =
          StartedTransport.start(new MqttPlugin(), Running.context(broker.port(), client, ""))) {
        Running.awaitUp(first);
      }
      broker.run("mosquitto_pub", "-t", "plant/1", "-m", "missed", "-q", "1");
      StartedTransport second = running.start(broker.port(), client, "");
      second.uplinks().awaitCount(1);
      assertThat(second.uplinks().texts()).containsExactly("missed");
      await()
          .until(
              () -> second.transport().facts(), facts -> "true".equals(facts.get("session found")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void losesNothingWhenTheBrokerIsStartedAgain(int qos) throws Exception {
    int restarts = Integer.getInteger("mqtt.restarts", 1);
    broker = new Mosquitto(folder, KEPT);
    StartedTransport reader =
        running.start(
            broker.port(),
            "cleanSession = false",
            "topicFilters = [{filter = \"plant/#\", qos = " + qos + "}]");
    StartedTransport writer =
        running.start(
            broker.port(),
            "clientId = writer, cleanSession = false",
            "topicFilters = [{filter = \"none\"}], downlinkQos = " + qos);
    Running.awaitUp(reader);
    Running.awaitUp(writer);
    int sent = 0;
    for (int i = 0; i <= restarts; i++) {
      if (i > 0) {
        broker.stop();
        broker.start();
      }
      for (int k = 0; k < 100; k++) {
        send(writer, sent++);
      }
    }
    int all = sent;
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> new LinkedHashSet<>(reader.uplinks().texts()).size() == all);
    assertThat(new LinkedHashSet<>(reader.uplinks().texts()))
        .containsExactlyElementsOf(IntStream.range(0, all).mapToObj(Integer::toString).toList());
    // What the writer repeats, and what the broker had sent and was not told of: of a returning
    // client's queue Mosquitto sends all at once, whatever the window is.
    assertThat(reader.uplinks().count() - all).isLessThanOrEqualTo(101 * restarts);
  }

  /** As the host does it: again, until the broker has it. */
  private static void send(StartedTransport writer, int number) throws Exception {
    while (true) {
      try {
        Running.downlink(writer, Integer.toString(number), Map.of("topic", "plant/1"))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        assertThat(((TransportException) e.getCause()).kind())
            .isIn(TransportException.Kind.UNAVAILABLE, TransportException.Kind.UNCONFIRMED);
        Running.awaitUp(writer);
      }
    }
  }

  @Test
  void tellsThatAUserIsUnknown() throws Exception {
    Files.createFile(folder.resolve("users"));
    broker = new Mosquitto(folder, "allow_anonymous false\npassword_file users\n");
    for (String version : List.of("MQTT_3_1_1", "MQTT_5")) {
      StartedTransport transport =
          running.start(
              broker.port(),
              "protocolVersion = "
                  + version
                  + ", credentials {type = basic, username = me, password = hush}",
              "");
      Running.awaitHealth(transport, "refused the login: not authorized");
      assertThat(transport.transport().health().detail()).doesNotContain("hush");
    }
  }

  @Test
  void tellsWhatTheBrokerDidNotKeep() throws Exception {
    broker = new Mosquitto(folder, KEPT);
    StartedTransport transport = running.start(broker.port(), "", "");
    Running.awaitUp(transport);
    assertThat(transport.transport().health().detail()).doesNotContain("away");
    broker.stop();
    Running.awaitHealth(transport, "connection refused");
    broker.start();
    Running.awaitUp(transport);
    Running.awaitHealth(transport, "the broker did not keep messages of that time");
  }

  @Test
  void twoClientsWithOneIdAreTold() throws Exception {
    broker = new Mosquitto(folder, KEPT);
    StartedTransport one = running.start(broker.port(), "clientId = twin", "");
    Running.awaitUp(one);
    running.start(broker.port(), "clientId = twin", "");
    Running.awaitHealth(one, "another client has the client id 'twin'");
  }
}
