package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.integrationhost.remote.LinkFailure.Kind;
import io.integrationhost.remote.proto.RequestMsg;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the first message of a stream to the answer, and from its end to the next attempt. */
final class LinkConnectTest {
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
  void connects() throws Exception {
    Link link = channels.open(Links.settings(server.address()), listener);
    assertThat(link.state()).isEqualTo(new LinkState.NotStarted());
    assertThat(link.isWritable()).isFalse();

    link.start();
    link.start();
    ServerStream stream = server.nextStream();
    assertThat(stream.nextRequest())
        .isEqualTo(RequestMsg.parseFrom(WireVector.load("connect-request").bytes()));
    assertThat(link.state()).isEqualTo(new LinkState.Connecting());
    stream.send(Messages.accepted());

    Links.awaitConnected(link);
    await().atMost(Links.PATIENT).until(() -> listener.events.size() == 4);
    assertThat(listener.events)
        .containsExactly(
            new LinkState.Connecting(),
            new LinkState.Connected(),
            configuration("connect-accepted-custom"),
            new RecordingListener.Writable());
    assertThat(server.hasMoreStreams()).isFalse();
  }

  @Test
  void aDisabledIntegrationIsConnectedToo() throws Exception {
    Link link = startedLink();
    ServerStream stream = server.nextStream();
    stream.send(Messages.vector("connect-accepted-disabled"));

    Links.awaitConnected(link);
    await()
        .atMost(Links.PATIENT)
        .until(() -> listener.events.contains(configuration("connect-accepted-disabled")));
  }

  @Test
  void refusedCredentialsAreTriedAgainSlowly() throws Exception {
    startedLink();
    for (int attempt = 0; attempt < 2; attempt++) {
      ServerStream stream = server.nextStream();
      stream.send(Messages.vector("connect-refused-unknown-key"));
      stream.fail(Status.UNKNOWN);
      // Leaving a refused stream could end the healthy stream of another host (facts 2.3).
      assertThat(stream.isHalfClosed()).isFalse();
    }

    await().atMost(Links.PATIENT).until(() -> listener.all(LinkState.Refused.class).size() >= 2);
    LinkState.Refused refused = listener.all(LinkState.Refused.class).get(0);
    assertThat(refused.failure().kind()).isEqualTo(Kind.KEY_REJECTED);
    assertThat(refused.failure().message())
        .contains(
            server.address().toString(),
            "Failed to find the integration! Routing key: nope",
            "check its routing key and secret")
        .doesNotContain("s3cret");
    assertThat(listener.all(LinkState.Waiting.class)).isEmpty();
  }

  @Test
  void anUnavailableServerIsTriedAgainNormally() throws Exception {
    Link link = startedLink();
    ServerStream first = server.nextStream();
    first.send(Messages.vector("connect-server-unavailable"));
    first.fail(Status.UNKNOWN);
    server.accept();

    Links.awaitConnected(link);
    LinkState.Waiting waiting = listener.all(LinkState.Waiting.class).get(0);
    assertThat(waiting.failure().kind()).isEqualTo(Kind.SERVER_UNAVAILABLE);
    assertThat(waiting.failure().message()).contains("Failed to process integration connection!");
    assertThat(waiting.attempt()).isEqualTo(1);
  }

  @Test
  void aRefusedStreamThatStaysOpenIsCut() throws Exception {
    channels.close();
    channels = Links.channelsThatLeaveSoon();
    startedLink();
    ServerStream stream = server.nextStream();
    stream.send(Messages.vector("connect-refused-unknown-key"));

    assertThat(stream.awaitEnd()).isTrue();
    await().atMost(Links.PATIENT).until(() -> listener.heard(LinkState.Refused.class::isInstance));
  }

  @Test
  void pushesBeforeTheConnectResponseFollowIt() throws Exception {
    startedLink();
    ServerStream stream = server.nextStream();
    stream.send(Messages.vector("integration-update"));
    stream.send(Messages.vector("downlink-rpc"));
    stream.send(Messages.accepted());

    await().atMost(Links.PATIENT).until(() -> listener.events.size() >= 5);
    assertThat(listener.events)
        .startsWith(
            new LinkState.Connecting(),
            new LinkState.Connected(),
            configuration("connect-accepted-custom"),
            new RecordingListener.Updated(
                ((Inbound.IntegrationUpdate)
                        InboundReader.read(Messages.vector("integration-update")))
                    .configuration()),
            ((Inbound.Downlink) InboundReader.read(Messages.vector("downlink-rpc"))).downlink());
  }

  @Test
  void theServersHalfCloseLeadsToAReconnect() throws Exception {
    Link link = startedLink();
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    stream.complete();

    server.accept();
    Links.awaitConnected(link);
    assertThat(listener.all(LinkState.Waiting.class))
        .singleElement()
        .returns(Kind.STREAM_ENDED, waiting -> waiting.failure().kind());
  }

  @Test
  void attemptsFollowEachOther() throws Exception {
    try (LinkChannels hasty =
        Links.channels(
            new Patience(
                Duration.ofMillis(100), Duration.ofMillis(300), Links.PATIENT, List.of()))) {
      hasty.open(Links.settings(server.address()), listener).start();
      for (int attempt = 0; attempt < 4; attempt++) {
        assertThat(server.nextStream().awaitEnd()).isTrue();
      }

      // The server sees the end of an attempt before the listener hears of it.
      await().atMost(Links.PATIENT).until(() -> listener.all(LinkState.class).size() >= 8);
      List<LinkState> states = listener.all(LinkState.class);
      for (int i = 0; i < 8; i++) {
        assertThat(states.get(i))
            .isInstanceOf(i % 2 == 0 ? LinkState.Connecting.class : LinkState.Waiting.class);
      }
      LinkState.Waiting last = (LinkState.Waiting) states.get(7);
      assertThat(last.attempt()).isEqualTo(4);
      assertThat(last.failure().kind()).isEqualTo(Kind.NO_ANSWER);
      assertThat(last.failure().message())
          .contains("no answer to the connect request within 100 ms");
    }
  }

  @Test
  void aRestartedServerIsFoundAgain() throws Exception {
    Link link = startedLink();
    server.accept();
    Links.awaitConnected(link);
    int port = server.port();
    server.closeAndWait();
    await()
        .atMost(Links.PATIENT)
        .until(
            () ->
                listener.heard(
                    event ->
                        event instanceof LinkState.Waiting waiting
                            && waiting.failure().kind() == Kind.CONNECTION_REFUSED));

    server = new ScriptedServer(port, options -> options);
    server.accept();

    Links.awaitConnected(link);
  }

  @Test
  void theChannelsCloseAllLinks() throws Exception {
    channels.close();
    channels = Links.channelsThatLeaveSoon();
    Link link = startedLink();
    ServerStream stream = server.accept();
    Links.awaitConnected(link);

    channels.close();

    assertThat(link.state()).isEqualTo(new LinkState.Closed());
    assertThat(stream.awaitHalfClose()).isTrue();
    await()
        .atMost(Links.PATIENT)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("link-")));
  }

  private Link startedLink() {
    Link link = channels.open(Links.settings(server.address()), listener);
    link.start();
    return link;
  }

  private static IntegrationConfiguration configuration(String vector) {
    return ((Inbound.Welcome) InboundReader.read(Messages.vector(vector))).configuration();
  }
}
