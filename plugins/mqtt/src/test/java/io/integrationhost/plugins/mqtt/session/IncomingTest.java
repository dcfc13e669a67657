package io.integrationhost.plugins.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.mqtt.message.Message;
import io.integrationhost.testkit.FakeContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a broker sends again. */
class IncomingTest {

  private final FakeContext context = FakeContext.of("{}");
  private final Deliveries deliveries =
      new Deliveries(context, new LimitedLog(LoggerFactory.getLogger(IncomingTest.class), "t"));
  private final Incoming incoming = new Incoming(deliveries, true);

  @AfterEach
  void close() {
    deliveries.close();
    context.close();
  }

  private static Uplink uplink(String source) {
    return new Uplink.Payload(
        new byte[] {1}, ContentType.BINARY, Map.of(), new Source(source), Optional.empty());
  }

  private CompletableFuture<Void> take(boolean isDuplicate) {
    var message = new Message("t", new byte[] {1}, 1, false, isDuplicate, Map.of());
    return incoming.take(message, 7, List.of(uplink("a"), uplink("b"))).toCompletableFuture();
  }

  /** Else the broker would wait for ever: it sends a message once on a connection. */
  @Test
  void isDeliveredAnewWhenAPartWasGivenUp() {
    context.uplinks().reject(Receipt.Reason.OVERLOADED, "");
    CompletableFuture<Void> lost = take(false);
    assertThat(deliveries.abandon(1, 1000)).isZero();
    assertThat(lost).isCompletedExceptionally();
    CompletableFuture<Void> again = take(true);
    context.uplinks().answerAlways(new Receipt.Stored());
    await().until(again::isDone);
    assertThat(again).isCompleted();
    assertThat(lost).isCompletedExceptionally();
  }

  @Test
  void isAnsweredToTheConnectionThatBroughtItLast() {
    context.uplinks().hold();
    CompletableFuture<Void> gone = take(false);
    CompletableFuture<Void> again = take(true);
    assertThat(gone).isCompletedExceptionally();
    context.uplinks().release();
    assertThat(again).isCompleted();
    assertThat(incoming.duplicates()).isEqualTo(1);
  }
}
