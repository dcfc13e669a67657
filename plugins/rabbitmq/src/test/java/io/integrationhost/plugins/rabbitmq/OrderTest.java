package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for what, and what is let go. */
class OrderTest {

  private final RabbitPlugin plugin = new RabbitPlugin();
  private final FakeBroker broker;
  private final FakeContext context;
  private final StartedTransport started;

  OrderTest() throws IOException {
    broker = new FakeBroker();
    context =
        FakeContext.of(
            "clientConfiguration { host: 127.0.0.1, queues: meters, downlinkTopic: commands, port: "
                + broker.port()
                + " }");
    started = StartedTransport.start(plugin, context);
  }

  @AfterEach
  void close() throws IOException {
    started.close();
    plugin.close();
    broker.close();
  }

  private static String text(Uplink uplink) {
    return new String(((Uplink.Payload) uplink).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsTakenBeforeWhatTheHostRefusedAtOnce() throws IOException {
    List<String> taken = new CopyOnWriteArrayList<>();
    var offers = new AtomicInteger();
    context
        .uplinks()
        .answer(
            uplink -> {
              // Room comes and goes.
              boolean isRefused = offers.getAndIncrement() % 3 == 0;
              if (!isRefused) {
                taken.add(text(uplink));
              }
              return CompletableFuture.completedFuture(
                  isRefused
                      ? new Receipt.Rejected(Receipt.Reason.OVERLOADED, "full")
                      : new Receipt.Stored());
            });
    List<String> sent = IntStream.range(0, 9).mapToObj(Integer::toString).toList();
    for (String each : sent) {
      broker.deliver(each);
    }
    await().until(() -> taken.size() == sent.size());
    assertThat(taken).isEqualTo(sent);
  }

  /** Long before it would be late: thousands may be confirmed in that time. */
  @Test
  void nothingIsKeptOfADownlinkThatIsConfirmed() {
    long start = System.nanoTime();
    WeakReference<byte[]> payload = confirmed();
    await()
        .until(
            () -> {
              System.gc();
              return payload.get() == null;
            });
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
  }

  private WeakReference<byte[]> confirmed() {
    byte[] payload = new byte[1000];
    StartedTransport.join(started.downlink("valve", payload));
    return new WeakReference<>(payload);
  }
}
