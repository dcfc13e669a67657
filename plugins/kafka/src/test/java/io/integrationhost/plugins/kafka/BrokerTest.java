package io.integrationhost.plugins.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a broker as a process of its own. The long form, with restarts of the broker, members
 * that vanish and more logins: {@code -Dkafka.long}.
 */
class BrokerTest {

  private static final int PARTITIONS = 4;

  @TempDir private static Path folder;

  private static BrokerProcess broker;
  private static Producer<byte[], byte[]> producer;
  private static Admin admin;

  private final KafkaPlugin plugin = new KafkaPlugin();
  private final List<StartedTransport> started = new ArrayList<>();

  @BeforeAll
  static void startBroker() throws IOException {
    broker = new BrokerProcess(folder);
    admin = Admin.create(Map.of("bootstrap.servers", broker.plain()));
    producer = producer(Map.of());
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("bootstrap.servers", broker.plain());
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    try {
      producer.close(Duration.ZERO);
      admin.close(Duration.ZERO);
    } finally {
      broker.close();
    }
  }

  @AfterEach
  void close() {
    started.forEach(StartedTransport::close);
    plugin.close();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
  }

  private static String topic(String name) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1))).all().get();
    return name;
  }

  private static FakeContext context(String server, String topic, String more) {
    return FakeContext.of(
        ("clientConfiguration {bootstrapServers: \"%s\", topics: \"%s\", groupId: \"%s\","
                + " otherProperties {\"auto.offset.reset\": earliest}}, commitInterval: 50 ms, %s")
            .formatted(server, topic, "g-" + topic, more));
  }

  private StartedTransport start(FakeContext context) {
    StartedTransport transport = StartedTransport.start(plugin, context);
    started.add(transport);
    return transport;
  }

  private StartedTransport start(String server, String topic, String more) {
    return start(context(server, topic, more));
  }

  private void stop(StartedTransport transport) {
    started.remove(transport);
    transport.close();
  }

  private static void send(String topic, int from, int to) {
    for (int i = from; i < to; i++) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topic, i % PARTITIONS, null, Integer.toString(i).getBytes(UTF_8)));
    }
    producer.flush();
  }

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static void awaitHealth(StartedTransport transport, Health.Status status, String words) {
    soon()
        .untilAsserted(
            () -> {
              Health health = transport.transport().health();
              assertThat(health.status()).as(health.detail()).isEqualTo(status);
              assertThat(health.detail()).contains(words);
            });
  }

  @Test
  void bytesKeysAndHeadersComeAsTheyAre() throws Exception {
    String topic = topic("bytes");
    byte[] binary = {0, -1, 7, (byte) 0xc3, 40};
    var message = new ProducerRecord<>(topic, 2, "boiler".getBytes(UTF_8), binary);
    message.headers().add("unit", "°C".getBytes(UTF_8)).add("raw", new byte[] {-1});
    producer.send(message).get();
    StartedTransport transport = start(broker.plain(), topic, "");
    Uplink.Payload payload = (Uplink.Payload) transport.uplinks().awaitCount(1).get(0);
    assertThat(payload.bytes()).isEqualTo(binary);
    assertThat(payload.metadata())
        .containsEntry("kafka.topic", topic)
        .containsEntry("kafka.partition", "2")
        .containsEntry("kafka.offset", "0")
        .containsEntry("kafka.key", "boiler")
        .containsEntry("kafka.header.unit", "°C")
        .containsEntry("kafka.header.raw", "hex:ff")
        .containsKey("kafka.timestamp");
    awaitHealth(transport, Health.Status.UP, "");
  }

  @Test
  void goesOnWhereItStoppedWithoutARebalance() throws Exception {
    String topic = topic("again");
    send(topic, 0, 20);
    StartedTransport first = start(broker.plain(), topic, "");
    first.uplinks().awaitCount(20);
    String member = first.transport().facts().get("member");
    first.stop();
    send(topic, 20, 40);
    StartedTransport second = new StartedTransport(plugin.create(first.context()), first.context());
    started.remove(first);
    started.add(second);
    second.transport().start();
    second.uplinks().awaitCount(40);
    assertThat(second.uplinks().texts()).containsExactlyInAnyOrder(numbers(0, 40));
    soon().until(() -> second.transport().facts().get("lag").equals("0 messages"));
    assertThat(second.transport().facts()).containsEntry("member", member);
  }

  @Test
  @EnabledIfSystemProperty(named = "kafka.long", matches = ".*")
  void hostsOfOneGroupShareThePartitionsAndLoseNothing() throws Exception {
    String topic = topic("shared");
    String open = "staticMembership: false";
    StartedTransport first = start(broker.plain(), topic, open);
    send(topic, 0, 100);
    first.uplinks().awaitCount(100);
    StartedTransport second = start(broker.plain(), topic, open);
    int sent = 100;
    while (!second.transport().facts().get("partitions").equals("2") && sent < 20_000) {
      send(topic, sent, sent + 20);
      sent += 20;
    }
    send(topic, sent, sent + 100);
    int wanted = sent + 100;
    soon().until(() -> all(first, second).distinct().count() >= wanted);
    stop(second);
    send(topic, wanted, wanted + 100);
    soon().until(() -> all(first, second).distinct().count() >= wanted + 100);
    assertThat(all(first, second).distinct()).containsExactlyInAnyOrder(numbers(0, wanted + 100));
    assertThat(all(first, second).count() - wanted - 100)
        .as("messages that came twice")
        .isLessThan(1000);
  }

  private static Stream<String> all(StartedTransport... transports) {
    return Stream.of(transports).flatMap(each -> each.uplinks().texts().stream());
  }

  @Test
  void logsInAndSaysWhenItMayNot() throws Exception {
    String topic = topic("login");
    send(topic, 0, 1);
    String user = BrokerProcess.loginOf("PLAIN", "plain.PlainLoginModule", "p");
    start(broker.login(), topic, user).uplinks().awaitCount(1);
    StartedTransport wrong =
        start(
            broker.login(), topic, BrokerProcess.loginOf("PLAIN", "plain.PlainLoginModule", "no"));
    awaitHealth(wrong, Health.Status.DOWN, "the broker refuses the login");
    assertThat(wrong.transport().health().detail()).doesNotContain("\"no\"");
    String forbidden = topic("forbidden");
    admin
        .createAcls(
            List.of(
                new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, forbidden, PatternType.LITERAL),
                    new AccessControlEntry(
                        "User:other", "*", AclOperation.READ, AclPermissionType.ALLOW))))
        .all()
        .get();
    StartedTransport partly = start(broker.login(), topic + "," + forbidden, user);
    awaitHealth(partly, Health.Status.DEGRADED, "does not allow this user to read " + forbidden);
  }

  @Test
  @EnabledIfSystemProperty(named = "kafka.long", matches = ".*")
  void logsInWithAChallenge() throws Exception {
    String topic = topic("scram");
    admin
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    "u", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), "secret")))
        .all()
        .get();
    send(topic, 0, 1);
    start(
            broker.login(),
            topic,
            BrokerProcess.loginOf("SCRAM-SHA-256", "scram.ScramLoginModule", "secret"))
        .uplinks()
        .awaitCount(1);
  }

  @Test
  void speaksTlsAndSaysWhenItCannot() throws Exception {
    String topic = topic("tls");
    send(topic, 0, 1);
    String trust = trust("broker-certificate.pem");
    start(broker.secure(), topic, trust).uplinks().awaitCount(1);
    StartedTransport stranger = start(broker.secure(), topic, trust("ca.pem"));
    awaitHealth(stranger, Health.Status.DOWN, "signed by nobody who is trusted");
    awaitHealth(
        start(broker.plain(), topic, trust), Health.Status.DOWN, "look at security.protocol");
    awaitHealth(start(broker.secure(), topic, ""), Health.Status.DOWN, "answers with TLS");
  }

  private static String trust(String name) throws IOException {
    String pem = Files.readString(Path.of("src/test/resources", name));
    return "tls.trust: \"\"\"" + pem + "\"\"\"";
  }

  @Test
  void readsWhatIsCompressed() throws Exception {
    String topic = topic("compressed");
    for (String kind : List.of("gzip", "lz4", "snappy", "zstd")) {
      try (Producer<byte[], byte[]> packing = producer(Map.of("compression.type", kind))) {
        packing.send(new ProducerRecord<>(topic, kind.repeat(50).getBytes(UTF_8))).get();
      }
    }
    StartedTransport transport = start(broker.plain(), topic, "");
    transport.uplinks().awaitCount(4);
    assertThat(transport.uplinks().texts())
        .containsExactlyInAnyOrder(
            "gzip".repeat(50), "lz4".repeat(50), "snappy".repeat(50), "zstd".repeat(50));
  }

  @Test
  void whatIsDamagedOnTheBrokersDiskIsNamedOrPassedOver() throws Exception {
    String topic = topic("damaged");
    for (String text : List.of("good", "rotten", "behind")) {
      producer.send(new ProducerRecord<>(topic, 0, null, text.getBytes(UTF_8))).get();
    }
    send(topic, 1, 2);
    broker.damage(topic + "-0", "rotten");
    String open = "staticMembership: false, ";
    StartedTransport first = start(broker.plain(), topic, open);
    awaitHealth(first, Health.Status.DEGRADED, "at offset 1 is damaged (");
    first.uplinks().awaitCount(2);
    stop(first);
    assertThat(first.uplinks().texts()).containsExactlyInAnyOrder("good", "1");
    StartedTransport second = start(broker.plain(), topic, open + "skipUnreadableAfter: 1");
    soon().until(() -> second.uplinks().texts().contains("behind"));
    awaitHealth(second, Health.Status.UP, "");
    assertThat(second.context().metrics().count("unreadable_skipped")).isEqualTo(1);
  }

  @Test
  void saysThatATopicOrABrokerIsNotThere() {
    awaitHealth(start(broker.plain(), "nowhere", ""), Health.Status.DEGRADED, "no topic nowhere");
    awaitHealth(
        start("localhost:1", "t", ""), Health.Status.DOWN, "localhost:1: connection refused");
    awaitHealth(
        start("nowhere.invalid:9092", "t", ""), Health.Status.DOWN, "the name is unknown (DNS)");
  }

  @Test
  void downlinksAreDoneWhenTheBrokerHasThem() throws Exception {
    String topic = topic("commands");
    StartedTransport transport =
        start(broker.plain(), topic, "downlinkTopicPattern: \"" + topic + "\"");
    awaitHealth(transport, Health.Status.UP, "");
    StartedTransport.join(transport.downlink("boiler", "on".getBytes(UTF_8)));
    Uplink.Payload back = (Uplink.Payload) transport.uplinks().awaitCount(1).get(0);
    assertThat(back.metadata()).containsEntry("kafka.key", "boiler");
    assertThat(back.bytes()).isEqualTo("on".getBytes(UTF_8));
  }

  @Test
  @EnabledIfSystemProperty(named = "kafka.long", matches = ".*")
  void aBrokerThatIsKilledIsNamedAndFoundAgain() throws Exception {
    String topic = topic("killed");
    StartedTransport transport =
        start(broker.plain(), topic, "downlinkTopicPattern: \"" + topic + "\"");
    send(topic, 0, 100);
    transport.uplinks().awaitCount(100);
    broker.kill();
    awaitHealth(transport, Health.Status.DOWN, "connection refused");
    assertThat(transport.transport().health().detail()).contains("tried");
    var refused = transport.downlink("boiler", "on".getBytes(UTF_8)).toCompletableFuture();
    assertThat(refused).isCompletedExceptionally();
    broker.start();
    send(topic, 100, 200);
    transport.uplinks().awaitCount(200);
    awaitHealth(transport, Health.Status.UP, "");
    assertThat(transport.uplinks().texts()).contains(numbers(0, 200));
    soon()
        .atMost(Duration.ofSeconds(15))
        .until(() -> transport.uplinks().connected().contains("boiler"));
  }

  @Test
  @EnabledIfSystemProperty(named = "kafka.long", matches = ".*")
  void aHostWithACopiedDirectoryTakesANewId() throws Exception {
    String topic = topic("copied");
    FakeContext original = context(broker.plain(), topic, "");
    FakeContext copy = context(broker.plain(), topic, "");
    StartedTransport first = start(original);
    awaitHealth(first, Health.Status.UP, "");
    Files.copy(
        original.dataDirectory().resolve("member-id"), copy.dataDirectory().resolve("member-id"));
    StartedTransport second = start(copy);
    soon()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                first.transport().facts().get("partitions").equals("2")
                    && second.transport().facts().get("partitions").equals("2"));
    assertThat(first.transport().facts().get("member"))
        .isNotEqualTo(second.transport().facts().get("member"));
    send(topic, 0, 40);
    soon().until(() -> all(first, second).distinct().count() == 40);
  }

  @Test
  @EnabledIfSystemProperty(named = "kafka.long", matches = ".*")
  void whatAHostDoesNotTakeStaysAtTheBroker() throws Exception {
    String topic = topic("held");
    send(topic, 0, 50);
    FakeContext context = context(broker.plain(), topic, "");
    context.uplinks().hold();
    StartedTransport first = start(context);
    first.uplinks().awaitCount(50);
    first.stop();
    started.remove(first);
    context.uplinks().release();
    StartedTransport second = new StartedTransport(plugin.create(context), context);
    started.add(second);
    second.transport().start();
    second.uplinks().awaitCount(100);
    assertThat(second.uplinks().texts().subList(50, 100)).containsExactlyInAnyOrder(numbers(0, 50));
  }
}
