package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LinkCountersTest {

  private final Distribution answers = new Distribution(Scale.DURATIONS);
  private final Distribution items = new Distribution(Scale.COUNTS);
  private final Distribution bytes = new Distribution(Scale.BYTES);
  private final LinkCounters counters = new LinkCounters(answers, items, bytes);
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

  private Link started() {
    Link link = channels.open(Links.settings(server.address()), counters, new RecordingListener());
    link.start();
    return link;
  }

  private static long count(Distribution distribution) {
    return Arrays.stream(distribution.read().counts()).sum();
  }

  @Test
  void messagesAndTheirAnswersAreCounted() throws Exception {
    Link link = started();
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    assertThat(link.figures().sessionStart()).isPresent();
    UplinkMessage message = Messages.uplink("a");
    CompletableFuture<UplinkAnswer> answer = link.send(message).toCompletableFuture();
    stream.nextDevice();
    assertThat(link.figures().inFlight()).isEqualTo(1);
    stream.send(Messages.success());
    answer.get(20, TimeUnit.SECONDS);
    assertThat(link.figures().inFlight()).isZero();
    LinkCounters.Reading reading = counters.read();
    assertThat(reading.messages()).isEqualTo(1);
    assertThat(reading.bytes()).isGreaterThan(message.bytes());
    assertThat(reading.succeeded()).isEqualTo(1);
    assertThat(reading.accepted()).isEqualTo(1);
    assertThat(count(answers)).isEqualTo(1);
    assertThat(items.read().sum()).isEqualTo(1);
    assertThat(bytes.read().sum()).isEqualTo((double) reading.bytes());
    assertThat(channels.pooledMemory().direct() + channels.pooledMemory().heap()).isPositive();
  }

  @Test
  void endsAndFailedAttemptsHaveTheirReasons() throws Exception {
    Link link = started();
    ServerStream stream = server.accept();
    Links.awaitConnected(link);
    stream.fail(Status.INTERNAL.withDescription("bang"));
    server.nextStream().fail(Status.UNKNOWN);
    server.accept();
    Links.awaitConnected(link);
    await()
        .atMost(Links.PATIENT)
        .until(() -> counters.read().ends().get(LinkEnd.STREAM_FAILED) == 1);
    LinkCounters.Reading reading = counters.read();
    assertThat(reading.accepted()).isEqualTo(2);
    assertThat(reading.failedAttempts()).containsEntry(LinkFailure.Kind.SERVER_UNAVAILABLE, 1L);
  }

  @Test
  void aRateLimitIsNoRefusal() {
    assertThat(new UplinkAnswer.Refused("Tenant rate limits reached!").isRateLimit()).isTrue();
    assertThat(new UplinkAnswer.Refused("no such profile").isRateLimit()).isFalse();
  }
}
