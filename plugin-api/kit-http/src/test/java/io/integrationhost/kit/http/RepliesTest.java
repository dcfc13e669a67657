package io.integrationhost.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Downlinks and the requests that carry them, whoever comes first. */
class RepliesTest {

  private static final Duration WAIT = Duration.ofMillis(500);

  private final ManualTime time = new ManualTime();
  private final Replies replies = new Replies(time.scheduler(), WAIT);

  private static Downlink downlink(String device, String text) {
    return new Downlink(device, ContentType.TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private CompletableFuture<Optional<Replies.Waiting>> request(String... devices) {
    return replies.await(List.of(devices)).toCompletableFuture();
  }

  private static void isNotNow(CompletableFuture<Void> outcome) {
    assertThatThrownBy(outcome::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.UNAVAILABLE))
        .hasMessageContaining("'a'");
  }

  @Test
  void aDownlinkMeetsTheOldestRequestOfItsDevice() {
    var first = request("b", "a");
    var second = request("a");
    CompletableFuture<Void> outcome = replies.offer(downlink("a", "1")).toCompletableFuture();
    assertThat(first.join().orElseThrow().downlink().payload()).asString().isEqualTo("1");
    assertThat(second).isNotDone();
    assertThat(outcome).isNotDone();
    first.join().orElseThrow().outcome().complete(null);
    assertThat(outcome).isCompleted();
    time.advance(WAIT);
    assertThat(second.join()).isEmpty();
    assertThat(first.join()).isPresent();
  }

  @Test
  void whoFindsTooManyWaitingDoesNotWait() {
    for (int i = 0; i < 100; i++) {
      assertThat(request("a")).isNotDone();
    }
    assertThat(request("a").getNow(Optional.of(new Replies.Waiting(null, null)))).isEmpty();
    assertThat(request("a", "b")).isNotDone();
  }

  @Test
  void aDownlinkThatComesFirstWaits() {
    var outcome = replies.offer(downlink("a", "1")).toCompletableFuture();
    time.advance(Duration.ofMillis(499));
    assertThat(request("a").join()).isPresent();
    time.advance(WAIT);
    assertThat(outcome).isNotDone();
  }

  @Test
  void nobodyWaitsForEver() {
    var outcome = replies.offer(downlink("a", "1")).toCompletableFuture();
    time.advance(WAIT);
    isNotNow(outcome);
    var late = request("a");
    assertThat(late).isNotDone();
    time.advance(WAIT);
    assertThat(late.join()).isEmpty();
    // The request is gone: nothing that comes now is given to it.
    var next = replies.offer(downlink("a", "2")).toCompletableFuture();
    time.advance(WAIT);
    isNotNow(next);
  }

  @Test
  void oneOfADeviceWaitsAtATime() {
    var first = replies.offer(downlink("a", "1")).toCompletableFuture();
    isNotNow(replies.offer(downlink("a", "2")).toCompletableFuture());
    assertThat(first).isNotDone();
    time.advance(WAIT);
  }

  @Test
  void theEndLetsAllGo() {
    var request = request("b");
    var outcome = replies.offer(downlink("a", "1")).toCompletableFuture();
    replies.close();
    assertThat(request.join()).isEmpty();
    isNotNow(outcome);
    assertThat(request("a").join()).isEmpty();
    isNotNow(replies.offer(downlink("a", "2")).toCompletableFuture());
  }
}
