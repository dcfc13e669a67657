package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What links have in common, and what one must not do to another. */
final class LinkSharingTest {

  @Test
  void linksToOneServerShareAConnection() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channelsThatLeaveSoon()) {
      Link first = channels.open(Links.settings(server.address()), new RecordingListener());
      Link second = channels.open(Links.settings(server.address()), new RecordingListener());
      first.start();
      second.start();
      server.accept();
      server.accept();
      Links.awaitConnected(first);
      Links.awaitConnected(second);
      assertThat(server.transports).hasValue(1);

      first.close().toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(second.isWritable()).isTrue();
      assertThat(server.openTransports).hasValue(1);
      second.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
      await().atMost(Links.PATIENT).until(() -> server.openTransports.get() == 0);
    }
  }

  @Test
  void theConnectionIsReplacedOnceForAllLinks() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channelsThatLeaveSoon()) {
      LinkSettings settings =
          Links.settings(server.address(), 4, Links.PATIENT, Duration.ofMillis(200));
      Link first = channels.open(settings, new RecordingListener());
      Link second = channels.open(settings, new RecordingListener());
      first.start();
      second.start();
      server.accept();
      server.accept();
      Links.awaitConnected(first);
      Links.awaitConnected(second);
      CompletableFuture<UplinkAnswer> uplink =
          first.send(Messages.uplink("a")).toCompletableFuture();
      second.send(Messages.uplink("b"));

      server.accept();
      server.accept();

      Links.awaitConnected(first);
      Links.awaitConnected(second);
      assertThat(uplink).isCompletedExceptionally();
      assertThat(server.transports).hasValue(2);
    }
  }

  @Test
  void aStuckListenerStopsNeitherAnswersNorOtherLinks() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    LinkListener stubborn =
        new LinkListener() {
          @Override
          public void connected(IntegrationConfiguration configuration) {
            stuck.countDown();
            try {
              release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channelsThatLeaveSoon()) {
      Link first = channels.open(Links.settings(server.address()), stubborn);
      first.start();
      ServerStream stream = server.accept();
      Links.awaitConnected(first);
      assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<UplinkAnswer> uplink =
          first.send(Messages.uplink("a")).toCompletableFuture();
      stream.send(Messages.success());
      assertThat(uplink.get(20, TimeUnit.SECONDS)).isEqualTo(new UplinkAnswer.Accepted());

      RecordingListener other = new RecordingListener();
      channels.open(Links.settings(server.address()), other).start();
      server.accept();
      await()
          .atMost(Links.PATIENT)
          .until(() -> other.heard(IntegrationConfiguration.class::isInstance));
      release.countDown();
    }
  }

  @Test
  void aThrowingListenerStaysConnected() throws Exception {
    RecordingListener heard = new RecordingListener();
    LinkListener clumsy =
        new LinkListener() {
          @Override
          public void connected(IntegrationConfiguration configuration) {
            throw new IllegalStateException("clumsy");
          }

          @Override
          public void downlink(DownlinkMessage downlink) {
            heard.downlink(downlink);
            throw new NoClassDefFoundError("clumsy");
          }
        };
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channelsThatLeaveSoon()) {
      Link link = channels.open(Links.settings(server.address()), clumsy);
      link.start();
      ServerStream stream = server.accept();
      stream.send(Messages.vector("downlink-rpc"));
      stream.send(Messages.vector("downlink-attributes"));

      await().atMost(Links.PATIENT).until(() -> heard.events.size() == 2);
      assertThat(link.state()).isEqualTo(new LinkState.Connected());
    }
  }

  @Test
  void anUncleanLossIsFollowedByACleanReconnect() throws Exception {
    Patience patience =
        new Patience(Links.PATIENT, Links.PATIENT, Links.PATIENT, List.of(Duration.ofMillis(100)));
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channels(patience)) {
      RecordingListener listener = new RecordingListener();
      Link link = channels.open(Links.settings(server.address()), listener);
      link.start();
      ServerStream next = server.accept();
      int losses = 0;
      do {
        // A link that is not back when its clean reconnect is due makes none: it is new enough.
        Links.awaitConnected(link);
        next.fail(Status.UNAVAILABLE);
        losses++;
        next = server.accept();
      } while (!next.isHalfClosedWithin(Duration.ofSeconds(2)) && losses < 10);
      assertThat(next.isHalfClosed()).isTrue();
      assertThat(server.hasMoreStreams()).isFalse();
      next.complete();
      ServerStream last = server.accept();
      Links.awaitConnected(link);

      int most = losses;
      await()
          .atMost(Links.PATIENT)
          .untilAsserted(
              () -> assertThat(listener.all(LinkState.Waiting.class)).hasSizeBetween(1, most));
      CompletableFuture<Void> closed = link.close().toCompletableFuture();
      assertThat(last.awaitHalfClose()).isTrue();
      last.complete();
      closed.get(20, TimeUnit.SECONDS);
    }
  }
}
