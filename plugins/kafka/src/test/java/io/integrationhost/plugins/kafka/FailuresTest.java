package io.integrationhost.plugins.kafka;

import static io.integrationhost.plugins.kafka.MockedGroup.slice;
import static io.integrationhost.plugins.kafka.MockedGroup.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong is told in words, and is tried again. */
class FailuresTest {

  private final MockedGroup group = new MockedGroup();

  @AfterEach
  void close() {
    group.close();
  }

  private Health health() {
    return group.started().transport().health();
  }

  private void awaitHealth(Health.Status status, String... words) {
    soon()
        .untilAsserted(
            () -> {
              assertThat(health().status()).isEqualTo(status);
              for (String word : words) {
                assertThat(health().detail()).contains(word);
              }
            });
  }

  @Test
  void aRefusedLoginIsToldAndTriedAgain() {
    group.start("");
    group.consumer().setPollException(new SaslAuthenticationException("Invalid credentials"));
    soon().until(() -> group.consumersMade() == 2);
    group.gives(0);
    group.brings(0, "0");
    group.awaitCommitted(0, 1);
    awaitHealth(Health.Status.UP);
  }

  @ParameterizedTest
  @CsvSource({
    "PKIX path building failed, signed by nobody who is trusted",
    "Unsupported or unrecognized SSL message, does not speak TLS",
    "Received fatal alert: certificate_required, wants another certificate",
    "something else, no TLS with the broker"
  })
  void whatIsWrongWithTlsIsSaid(String cause, String words) {
    Settings settings = Settings.read(FakeContext.of(slice("")));
    assertThat(
            new Words(settings)
                .of(new SslAuthenticationException("SSL failed", new IOException(cause))))
        .contains(words);
  }

  @Test
  void failuresAreSaidInWords() {
    Words words = new Words(Settings.read(FakeContext.of(slice(""))));
    assertThat(words.of(new SaslAuthenticationException("Invalid credentials")))
        .contains("refuses the login", "Invalid credentials");
    assertThat(words.of(new GroupAuthorizationException("g"))).contains("group 'g'", "READ");
    assertThat(words.of(new FencedInstanceIdException("x"))).contains("group.instance.id");
    assertThat(words.of(new UnsatisfiedLinkError("noexec"))).contains("java.io.tmpdir");
    assertThat(
            words.of(
                new KafkaException(
                    "Failed to construct kafka consumer", new ConfigException("bad jaas"))))
        .contains("a setting cannot be used: bad jaas");
  }

  @Test
  void topicsThatMayNotBeReadDoNotStopTheOthers() {
    group.start("");
    group.gives(0);
    group.consumer().setPollException(new TopicAuthorizationException(Set.of("secret")));
    awaitHealth(Health.Status.DEGRADED, "does not allow this user to read secret");
    group.brings(0, "0");
    group.awaitCommitted(0, 1);
    assertThat(group.consumersMade()).isEqualTo(1);
  }

  @Test
  void aTopicThatDoesNotExistIsNamed() {
    group.start("clientConfiguration.topics: \"meters, metres\"");
    awaitHealth(Health.Status.DEGRADED, "no topic metres");
  }

  @Test
  void aBrokerThatIsAwayAtTheStartFailsNothing() {
    group.refuse(
        new KafkaException(
            "Failed to construct kafka consumer",
            new ConfigException("No resolvable bootstrap urls given in bootstrap.servers")));
    group.start("clientConfiguration.bootstrapServers: \"nowhere.invalid:9092\"");
    awaitHealth(Health.Status.DOWN, "nowhere.invalid:9092: the name is unknown");
    // The host need not start it again.
    assertThat(group.started().transport().dials()).isTrue();
  }

  @Test
  void anErrorEndsNothing() {
    group.start("");
    group
        .consumer()
        .schedulePollTask(
            () -> {
              throw new UnsatisfiedLinkError("no zstd-jni");
            });
    soon().until(() -> group.consumersMade() == 2);
    group.gives(0);
    group.brings(0, "0");
    group.awaitCommitted(0, 1);
  }

  @Test
  void anErrorWithinAFailureEndsNothing() {
    group.start("");
    group
        .consumer()
        .setPollException(
            new KafkaException("a failure") {
              @Override
              public String getMessage() {
                throw new StackOverflowError("a text without end");
              }
            });
    soon().until(() -> group.consumersMade() == 2);
    group.gives(0);
    group.brings(0, "0");
    group.awaitCommitted(0, 1);
  }

  @Test
  void aMemberThatLostItsPlaceSaysSo() {
    group.start("");
    group.gives(0);
    awaitHealth(Health.Status.UP);
    var settings = Settings.read(FakeContext.of(slice("")));
    var condition = new Condition("test", Clock.systemUTC());
    var watch = new BrokerWatch(group.consumer(), settings, condition);
    long now = System.nanoTime();
    watch.look(true, now);
    assertThat(condition.health().status()).isEqualTo(Health.Status.UP);
    watch.look(false, now + TimeUnit.SECONDS.toNanos(10));
    assertThat(condition.health().status()).isEqualTo(Health.Status.UP);
    watch.look(false, now + TimeUnit.SECONDS.toNanos(16));
    assertThat(condition.health().detail()).contains("waits for its place in group 'g'");
    watch.look(true, now + TimeUnit.SECONDS.toNanos(17));
    assertThat(condition.health().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void aBrokerThatHasHungIsToldThoughItsConnectionsStand() {
    group.start("");
    group.gives(0);
    awaitHealth(Health.Status.UP);
    var settings = Settings.read(FakeContext.of(slice("")));
    var condition = new Condition("test", Clock.systemUTC());
    var watch = new BrokerWatch(group.consumer(), settings, condition);
    long now = System.nanoTime();
    watch.look(true, now);
    group.consumer().hangs(true);
    watch.look(true, now + TimeUnit.SECONDS.toNanos(20));
    assertThat(condition.health().status()).isEqualTo(Health.Status.UP);
    watch.look(true, now + TimeUnit.SECONDS.toNanos(40));
    assertThat(condition.health().status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(condition.health().detail()).contains("does not answer");
    group.consumer().hangs(false);
    watch.look(true, now + TimeUnit.SECONDS.toNanos(60));
    assertThat(condition.health().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  void whatIsWrittenInALoginIsNotRepeated() {
    Words words = new Words(Settings.read(FakeContext.of(slice(""))));
    assertThat(
            words.of(
                new KafkaException(
                    "Failed to construct kafka consumer",
                    new IllegalArgumentException(
                        "Value not specified for key 'hunter2' in JAAS config"))))
        .contains("sasl.jaas.config")
        .doesNotContain("hunter2");
  }

  @Test
  void takesANewIdWhenAnotherHostUsesItsOwn() throws IOException {
    FakeContext context = FakeContext.of(slice(""));
    Path file = context.dataDirectory().resolve("member-id");
    group.start(context);
    String former = Files.readString(file);
    assertThat(former).startsWith("integration-host-");
    group.consumer().setPollException(new FencedInstanceIdException("fenced"));
    soon().until(() -> group.consumersMade() == 2);
    assertThat(Files.readString(file)).isNotEqualTo(former);
    group.gives(0);
    awaitHealth(Health.Status.UP);
  }

  @Test
  void doesWithoutAnIdAtAnOldBroker() {
    group.start("");
    group.consumer().setPollException(new UnsupportedVersionException("no static members"));
    soon().until(() -> group.consumersMade() == 2);
    group.gives(0);
    awaitHealth(Health.Status.UP);
  }

  @Test
  void theIdLivesOnAndWhatIsNoIdIsReplaced() throws IOException {
    try (FakeContext context = FakeContext.of(slice(""))) {
      String first = new MemberId(context.dataDirectory()).value();
      assertThat(new MemberId(context.dataDirectory()).value()).isEqualTo(first);
      Files.writeString(context.dataDirectory().resolve("member-id"), "damaged\u0000");
      assertThat(new MemberId(context.dataDirectory()).value())
          .isNotEqualTo(first)
          .startsWith("integration-host-");
    }
  }

  @Test
  void aStopEndsInItsTimeThoughManyServersAreSilent() throws IOException {
    // It takes connections and says nothing.
    try (var silent = new ServerSocket(0, 200, InetAddress.getByName("0.0.0.0"))) {
      String servers =
          IntStream.rangeClosed(1, 15)
              .mapToObj(i -> "127.0.0." + i + ":" + silent.getLocalPort())
              .collect(Collectors.joining(","));
      KafkaPlugin plugin = new KafkaPlugin();
      StartedTransport transport =
          StartedTransport.start(
              plugin,
              FakeContext.of(slice("clientConfiguration.bootstrapServers: \"" + servers + "\"")));
      // It has begun to ask them.
      try (var asked = silent.accept()) {
        assertThat(asked.isConnected()).isTrue();
      }
      CompletableFuture<Void> stopped = transport.transport().stop().toCompletableFuture();
      assertThat(stopped).succeedsWithin(Duration.ofSeconds(9));
      // The thread says so as the last thing that it does.
      await()
          .untilAsserted(
              () ->
                  assertThat(Thread.getAllStackTraces().keySet())
                      .noneMatch(each -> each.getName().startsWith("plugin-kafka-poll")));
      transport.context().close();
      plugin.close();
    }
  }
}
