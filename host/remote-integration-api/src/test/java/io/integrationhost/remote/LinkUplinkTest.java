package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.integrationhost.remote.LinkFailure.Kind;
import io.integrationhost.remote.proto.RequestMsg;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uplinks, their answers, and the signs of life. */
final class LinkUplinkTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final RecordingListener listener = new RecordingListener();
  private ScriptedServer server;
  private LinkChannels channels;

  @BeforeEach
  void open() throws IOException {
    server = new ScriptedServer();
    channels = Links.channels();
  }

  @AfterEach
  void close() {
    server.close();
    channels.close();
  }

  @Test
  void answersAreMatchedInOrder() throws Exception {
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);

    CompletableFuture<UplinkAnswer> first = send(link, "a");
    CompletableFuture<UplinkAnswer> second = send(link, "b");
    CompletableFuture<UplinkAnswer> third = send(link, "c");
    assertThat(List.of(stream.nextDevice(), stream.nextDevice(), stream.nextDevice()))
        .containsExactly("a", "b", "c");
    assertThat(first).isNotDone();
    stream.send(Messages.success());
    stream.send(Messages.vector("downlink-rpc"));
    stream.send(Messages.refused("DEVICE rate limits reached!"));
    stream.send(Messages.vector("converter-update"));
    stream.send(Messages.success());

    assertThat(answer(first)).isEqualTo(new UplinkAnswer.Accepted());
    assertThat(answer(second)).isEqualTo(new UplinkAnswer.Refused("DEVICE rate limits reached!"));
    assertThat(answer(third)).isEqualTo(new UplinkAnswer.Accepted());
    await()
        .atMost(Links.PATIENT)
        .until(
            () ->
                listener.heard(DownlinkMessage.class::isInstance)
                    && listener.heard(ConverterConfiguration.class::isInstance));
  }

  @Test
  void answersComeOnTheThreadThatReadsThemAndTheEndApart() throws Exception {
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    CompletableFuture<String> answered = new CompletableFuture<>();
    CompletableFuture<String> lost = new CompletableFuture<>();
    var unusedAnswer = send(link, "a").whenComplete((done, none) -> here(answered));
    assertThat(stream.nextDevice()).isEqualTo("a");
    stream.send(Messages.success());
    assertThat(answered.get(10, TimeUnit.SECONDS)).startsWith("link-network-");

    var unusedLoss = send(link, "b").whenComplete((none, failure) -> here(lost));
    assertThat(stream.nextDevice()).isEqualTo("b");
    stream.fail(Status.UNAVAILABLE);
    assertThat(lost.get(10, TimeUnit.SECONDS)).startsWith("link-callback-");
  }

  private static void here(CompletableFuture<String> name) {
    name.complete(Thread.currentThread().getName());
  }

  @Test
  void theWindowIsKept() throws Exception {
    Link link = startedLink(Links.settings(server.address(), 2, Links.PATIENT, Links.PATIENT));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    await().atMost(Links.PATIENT).until(() -> writables() == 1);

    CompletableFuture<UplinkAnswer> first = send(link, "a");
    assertThat(link.isWritable()).isTrue();
    CompletableFuture<UplinkAnswer> second = send(link, "b");
    assertThat(link.isWritable()).isFalse();
    assertNotSent(send(link, "c"), "2 uplinks wait for their answers");
    stream.send(Messages.success());

    assertThat(answer(first)).isEqualTo(new UplinkAnswer.Accepted());
    await().atMost(Links.PATIENT).until(() -> writables() == 2);
    assertThat(link.isWritable()).isTrue();
    assertThat(second).isNotDone();
    link.send(Messages.uplink("d"));
    assertThat(List.of(stream.nextDevice(), stream.nextDevice(), stream.nextDevice()))
        .containsExactly("a", "b", "d");
  }

  @Test
  void aCongestedConnectionTakesNoMore() throws Exception {
    server.manualDemand = true;
    Link link = startedLink(Links.settings(server.address(), 1000, Links.PATIENT, Links.PATIENT));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    byte[] record = Messages.record("d".repeat(1024 * 1024));
    List<CompletableFuture<UplinkAnswer>> sent = new ArrayList<>();
    await()
        .atMost(Links.PATIENT)
        .until(
            () -> {
              if (link.isWritable()) {
                sent.add(link.send(UplinkMessage.of(List.of(record))).toCompletableFuture());
              }
              return !link.isWritable() && sent.size() > 1;
            });
    assertThat(sent).hasSizeLessThan(20);
    assertNotSent(send(link, "late"), "does not take more");

    stream.demand(1000);

    await().atMost(Links.PATIENT).until(link::isWritable);
    for (CompletableFuture<UplinkAnswer> uplink : sent) {
      assertThat(stream.nextRequest().getUplinkMsg().getDeviceDataCount()).isEqualTo(1);
      stream.send(Messages.success());
      assertThat(answer(uplink)).isEqualTo(new UplinkAnswer.Accepted());
    }
    await().atMost(Links.PATIENT).until(() -> writables() >= 2);
  }

  @Test
  void theLargestMessageIsTakenByAServerWithTheUsualLimit() throws Exception {
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    int name = UplinkMessage.MAX_BYTES - 100;
    int rest = UplinkMessage.MAX_BYTES - Messages.record("d".repeat(name)).length;
    UplinkMessage largest = UplinkMessage.of(List.of(Messages.record("d".repeat(name + rest))));
    assertThat(largest.bytes()).isEqualTo(UplinkMessage.MAX_BYTES);

    CompletableFuture<UplinkAnswer> uplink = link.send(largest).toCompletableFuture();

    assertThat(stream.nextDevice()).hasSize(name + rest);
    stream.send(Messages.success());
    assertThat(answer(uplink)).isEqualTo(new UplinkAnswer.Accepted());
  }

  @Test
  void nothingIsSentBeforeTheIntegrationIsAccepted() throws Exception {
    Link link = channels.open(Links.settings(server.address()), listener);
    assertNotSent(send(link, "a"), "not connected");
    link.start();
    ServerStream stream = server.nextStream();
    assertThat(stream.nextRequest().hasConnectRequestMsg()).isTrue();
    assertNotSent(send(link, "a"), "not connected");

    stream.send(Messages.accepted());
    Links.awaitConnected(link);
    link.send(Messages.uplink("b"));

    assertThat(stream.nextDevice()).isEqualTo("b");
  }

  @Test
  void aCutStreamFailsWhatIsUnderWayAndIsMadeAnew() throws Exception {
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    CompletableFuture<UplinkAnswer> first = send(link, "a");
    CompletableFuture<UplinkAnswer> second = send(link, "b");
    stream.nextDevice();
    stream.send(Messages.success());
    answer(first);

    stream.fail(Status.INTERNAL.withDescription("bang"));

    assertThatThrownBy(() -> answer(second))
        .hasCauseInstanceOf(LinkException.class)
        .hasMessageContaining("the stream was cut")
        .hasMessageContaining("bang");
    ServerStream next = server.accept();
    Links.awaitConnected(link);
    link.send(Messages.uplink("c"));
    assertThat(next.nextDevice()).isEqualTo("c");
    assertThat(server.transports).hasValue(1);
  }

  @Test
  void aMissingAnswerEndsStreamAndConnection() throws Exception {
    Link link = startedLink(Links.settings(server.address(), 4, Links.PATIENT, SHORT));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    CompletableFuture<UplinkAnswer> uplink = send(link, "a");

    assertThatThrownBy(() -> answer(uplink))
        .hasCauseInstanceOf(LinkException.class)
        .hasMessageContaining("uplinks without answer: 1");
    assertThat(stream.awaitEnd()).isTrue();
    server.accept();
    Links.awaitConnected(link);
    assertThat(failures()).containsExactly(Kind.NO_ANSWER);
    assertThat(server.transports).hasValue(2);
  }

  @Test
  void anIdleLinkAsksForSignsOfLife() throws Exception {
    Link link = startedLink(Links.settings(server.address(), 4, SHORT, Links.PATIENT));
    ServerStream stream = server.accept();
    for (int beat = 0; beat < 3; beat++) {
      assertThat(stream.nextRequest())
          .isEqualTo(RequestMsg.parseFrom(WireVector.load("uplink-heartbeat").bytes()));
      assertThat(stream.pendingRequests()).isZero();
      stream.send(Messages.success());
    }

    assertThat(link.state()).isEqualTo(new LinkState.Connected());
    assertThat(failures()).isEmpty();
  }

  @Test
  void anUnansweredHeartbeatEndsTheStream() throws Exception {
    Link link = startedLink(Links.settings(server.address(), 4, SHORT, SHORT));
    ServerStream stream = server.accept();

    assertThat(stream.awaitEnd()).isTrue();
    server.accept();
    await().atMost(Links.PATIENT).until(() -> !failures().isEmpty());
    assertThat(failures().get(0)).isEqualTo(Kind.NO_ANSWER);
    link.close();
  }

  @Test
  void anAnswerToNothingEndsTheStream() throws Exception {
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    CompletableFuture<UplinkAnswer> first = send(link, "a");
    CompletableFuture<UplinkAnswer> second = send(link, "b");
    assertThat(stream.nextDevice()).isEqualTo("a");
    stream.send(Messages.success());
    stream.send(Messages.success());
    stream.send(Messages.success());

    // What is on its way is still processed: it counts as answered.
    assertThat(stream.awaitHalfClose()).isTrue();
    assertThat(answer(first)).isEqualTo(answer(second));
    assertThat(stream.nextDevice()).isEqualTo("b");
    await()
        .atMost(Links.PATIENT)
        .until(() -> listener.heard(new RecordingListener.NotAskedFor(2)::equals));
    stream.complete();
    server.accept();
    Links.awaitConnected(link);
    assertThat(failures()).containsExactly(Kind.PROTOCOL_ERROR);
  }

  @Test
  void anUnreadablePushHarmsNothing() throws Exception {
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    CompletableFuture<UplinkAnswer> uplink = send(link, "a");
    stream.send(Messages.downlinkWithId("no uuid"));
    stream.send(Messages.success());

    assertThat(answer(uplink)).isEqualTo(new UplinkAnswer.Accepted());
    assertThat(failures()).isEmpty();
  }

  @Test
  void closingWaitsForOwedAnswers() throws Exception {
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    CompletableFuture<UplinkAnswer> uplink = send(link, "a");

    CompletableFuture<Void> closed = link.close().toCompletableFuture();
    assertThat(link.isWritable()).isFalse();
    assertNotSent(send(link, "b"), "not connected");
    assertThat(stream.awaitHalfClose()).isTrue();
    stream.send(Messages.success());
    stream.complete();

    assertThat(answer(uplink)).isEqualTo(new UplinkAnswer.Accepted());
    closed.get(20, TimeUnit.SECONDS);
    link.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(link.state()).isEqualTo(new LinkState.Closed());
    await().atMost(Links.PATIENT).until(() -> listener.heard(new LinkState.Closed()::equals));
    assertThat(failures()).isEmpty();
  }

  @Test
  void closingDoesNotWaitForever() throws Exception {
    channels.close();
    channels = Links.channelsThatLeaveSoon();
    Link link = startedLink(Links.settings(server.address()));
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    CompletableFuture<UplinkAnswer> uplink = send(link, "a");

    link.close().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(stream.awaitEnd()).isTrue();
    assertThatThrownBy(() -> answer(uplink))
        .hasCauseInstanceOf(LinkException.class)
        .hasMessageContaining("did not end the stream");
  }

  private Link startedLink(LinkSettings settings) {
    Link link = channels.open(settings, listener);
    link.start();
    return link;
  }

  private static CompletableFuture<UplinkAnswer> send(Link link, String device) {
    return link.send(Messages.uplink(device)).toCompletableFuture();
  }

  private static UplinkAnswer answer(CompletableFuture<UplinkAnswer> uplink) throws Exception {
    return uplink.get(20, TimeUnit.SECONDS);
  }

  private static void assertNotSent(CompletableFuture<UplinkAnswer> uplink, String why) {
    assertThatThrownBy(() -> answer(uplink))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LinkException.class)
        .hasMessageContaining("yard: uplink not sent, ")
        .hasMessageContaining(why);
  }

  private int writables() {
    return listener.all(RecordingListener.Writable.class).size();
  }

  private List<Kind> failures() {
    return listener.all(LinkState.Waiting.class).stream()
        .map(waiting -> waiting.failure().kind())
        .toList();
  }
}
