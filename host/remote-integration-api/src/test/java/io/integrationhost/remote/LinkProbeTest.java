package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.integrationhost.remote.LinkFailure.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LinkProbeTest {

  @Test
  void reachesAnIntegrationAndLeaves() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channels()) {
      CompletableFuture<ProbeResult> result = probe(channels, server, Links.PATIENT);
      ServerStream stream = server.accept();
      assertThat(stream.awaitHalfClose()).isTrue();
      stream.complete();

      ProbeResult.Reached reached = (ProbeResult.Reached) result.get(20, TimeUnit.SECONDS);
      assertThat(reached.configuration())
          .returns("Sensors", IntegrationConfiguration::name)
          .returns("CUSTOM", IntegrationConfiguration::type)
          .returns(true, IntegrationConfiguration::enabled);
      await().atMost(Links.PATIENT).until(() -> server.openTransports.get() == 0);
    }
  }

  @Test
  void tellsARefusalAndTriesOnlyOnce() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channels()) {
      CompletableFuture<ProbeResult> result = probe(channels, server, Links.PATIENT);
      ServerStream stream = server.nextStream();
      stream.send(Messages.vector("connect-refused-unknown-key"));
      stream.fail(Status.UNKNOWN);

      ProbeResult.Failed failed = (ProbeResult.Failed) result.get(20, TimeUnit.SECONDS);
      assertThat(failed.failure().kind()).isEqualTo(Kind.KEY_REJECTED);
      await().atMost(Links.PATIENT).until(() -> server.openTransports.get() == 0);
      assertThat(server.hasMoreStreams()).isFalse();
    }
  }

  @Test
  void doesNotWaitLongerThanAsked() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        LinkChannels channels = Links.channels()) {
      ProbeResult result =
          probe(channels, server, Duration.ofMillis(100)).get(20, TimeUnit.SECONDS);

      assertThat(((ProbeResult.Failed) result).failure().kind()).isEqualTo(Kind.NO_ANSWER);
    }
  }

  private static CompletableFuture<ProbeResult> probe(
      LinkChannels channels, ScriptedServer server, Duration timeout) {
    return channels.probe(Links.settings(server.address()), timeout).toCompletableFuture();
  }
}
