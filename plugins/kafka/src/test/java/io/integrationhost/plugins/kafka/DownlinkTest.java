package io.integrationhost.plugins.kafka;

import static io.integrationhost.plugins.kafka.MockedGroup.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downlinks go to a topic, and are done when the broker has them. */
class DownlinkTest {

  private static final String TOPIC = "downlinkTopicPattern: \"plant.${site}.${deviceName}\"";

  private final MockedGroup group = new MockedGroup();

  @AfterEach
  void close() {
    group.close();
  }

  private CompletableFuture<Void> send(Map<String, String> metadata) {
    return group
        .started()
        .transport()
        .downlink(
            new Downlink(
                "boiler",
                ContentType.TEXT,
                "on".getBytes(UTF_8),
                metadata,
                "id-1",
                1,
                Optional.of("rpc-7")))
        .toCompletableFuture();
  }

  private void startConnected() {
    group.start(TOPIC);
    group.gives(0);
    soon().until(() -> group.started().transport().health().status() == Health.Status.UP);
  }

  private static TransportException failure(CompletableFuture<Void> sent) {
    soon().until(sent::isCompletedExceptionally);
    return (TransportException) catchThrowable(sent::join).getCause();
  }

  @Test
  void isDoneWhenTheBrokerHasIt() {
    startConnected();
    CompletableFuture<Void> sent = send(Map.of("site", "north"));
    soon().until(() -> group.sent().size() == 1);
    assertThat(sent).isNotDone();
    assertThat(group.producer().completeNext()).isTrue();
    sent.join();
    ProducerRecord<byte[], byte[]> message = group.producer().history().get(0);
    assertThat(message.topic()).isEqualTo("plant.north.boiler");
    assertThat(message.key()).isEqualTo("boiler".getBytes(UTF_8));
    assertThat(message.value()).isEqualTo("on".getBytes(UTF_8));
    assertThat(message.headers().lastHeader("downlinkId").value())
        .isEqualTo("id-1".getBytes(UTF_8));
    assertThat(message.headers().lastHeader("rpcRequestId").value())
        .isEqualTo("rpc-7".getBytes(UTF_8));
  }

  @Test
  void aKeyThatIsMissingIsNamedAndNothingIsSent() {
    startConnected();
    TransportException failure = failure(send(Map.of()));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessageContaining("'site'");
    assertThat(group.sent()).isEmpty();
  }

  @Test
  void whatTheBrokerSaysIsTheOutcome() {
    startConnected();
    assertThat(outcome(new RecordTooLargeException("too large"))).isEqualTo(Kind.REJECTED);
    assertThat(outcome(new TopicAuthorizationException("no"))).isEqualTo(Kind.REJECTED);
    assertThat(outcome(new NotEnoughReplicasException("few"))).isEqualTo(Kind.UNCONFIRMED);
    assertThat(outcome(new TimeoutException("Expiring 1 record(s)"))).isEqualTo(Kind.UNCONFIRMED);
    assertThat(outcome(new SaslAuthenticationException("login"))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(outcome(new TimeoutException("Topic t not present in metadata after 3000 ms.")))
        .isEqualTo(Kind.UNAVAILABLE);
  }

  private Kind outcome(RuntimeException failure) {
    int before = group.sent().size();
    CompletableFuture<Void> sent = send(Map.of("site", "north"));
    soon().until(() -> group.sent().size() > before);
    assertThat(group.producer().errorNext(failure)).isTrue();
    return failure(sent).kind();
  }

  @Test
  void whatIsRefusedWhileTheBrokerIsAwayComesAgainWhenItIsBack() {
    group.refuse(
        new SaslAuthenticationException("wrong"),
        new SaslAuthenticationException("wrong"),
        new SaslAuthenticationException("wrong"));
    group.start(TOPIC);
    TransportException failure = failure(send(Map.of("site", "north")));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(group.uplinks().connected()).isEmpty();
    soon().until(() -> group.consumersMade() == 1);
    soon().until(() -> group.uplinks().connected().contains("boiler"));
  }

  @Test
  void aProducerThatHasFailedForGoodIsMadeAnew() {
    startConnected();
    assertThat(outcome(new SaslAuthenticationException("login"))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(outcome(new ClusterAuthorizationException("no right"))).isEqualTo(Kind.REJECTED);
    assertThat(outcome(new KafkaException("in an error state"))).isEqualTo(Kind.UNCONFIRMED);
    assertThat(group.producersMade()).isEqualTo(3);
    assertThat(outcome(new RecordTooLargeException("too large"))).isEqualTo(Kind.REJECTED);
    assertThat(outcome(new NotEnoughReplicasException("few"))).isEqualTo(Kind.UNCONFIRMED);
    assertThat(group.producersMade()).isEqualTo(4);
  }

  @Test
  void withoutATopicTheyAreRefused() {
    group.start("");
    TransportException failure = failure(send(Map.of()));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessageContaining("downlinkTopicPattern");
  }

  @Test
  void whatWaitsAtAStopStaysWithTheHost() throws InterruptedException {
    startConnected();
    CountDownLatch begun = new CountDownLatch(1);
    group.producersWait(begun);
    List<CompletableFuture<Void>> waiting =
        IntStream.range(0, 20).mapToObj(i -> send(Map.of("site", "north"))).toList();
    begun.await();
    group.started().transport().stop().toCompletableFuture().join();
    waiting.forEach(each -> assertThat(failure(each).kind()).isEqualTo(Kind.UNAVAILABLE));
    assertThat(failure(send(Map.of("site", "north"))))
        .hasMessageContaining("the transport is stopping");
    assertThat(group.sent()).isEmpty();
  }

  @Test
  void whatWasSentAndNotConfirmedAtAStopMayHaveArrived() {
    startConnected();
    CompletableFuture<Void> sent = send(Map.of("site", "north"));
    soon().until(() -> group.sent().size() == 1);
    group.started().transport().stop().toCompletableFuture().join();
    assertThat(failure(sent).kind()).isEqualTo(Kind.UNCONFIRMED);
  }
}
