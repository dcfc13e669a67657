package io.integrationhost.plugins.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Entity;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.FakeContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Uplinks until the host is done with them. */
class DeliveriesTest {

  private final FakeContext context = FakeContext.of("{}");
  private final Deliveries deliveries =
      new Deliveries(context, new LimitedLog(LoggerFactory.getLogger(DeliveriesTest.class), "t"));

  @AfterEach
  void close() {
    deliveries.close();
    context.close();
  }

  private static Uplink uplink(String source, int number) {
    return new Uplink.Payload(
        Integer.toString(number).getBytes(java.nio.charset.StandardCharsets.UTF_8),
        ContentType.TEXT,
        Map.of(),
        new Source(source),
        Optional.empty());
  }

  private static String text(Uplink uplink) {
    return new String(((Uplink.Payload) uplink).bytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private CompletableFuture<Void> deliver(String source, int number) {
    return deliveries.deliver(uplink(source, number), false).toCompletableFuture();
  }

  @Test
  void keepTheOrderOfASourceOverManyRefusals() {
    List<String> stored = new ArrayList<>();
    context
        .uplinks()
        .answer(
            uplink -> {
              boolean isRefused = ThreadLocalRandom.current().nextInt(10) == 0;
              if (!isRefused) {
                synchronized (stored) {
                  stored.add(
                      uplink.source().session()
                          + new String(
                              ((Uplink.Payload) uplink).bytes(),
                              java.nio.charset.StandardCharsets.UTF_8));
                }
              }
              return CompletableFuture.completedFuture(
                  isRefused
                      ? new Receipt.Rejected(Receipt.Reason.OVERLOADED, "")
                      : new Receipt.Stored());
            });
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(deliver("a", i));
      all.add(deliver("b", i));
    }
    await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
    for (String source : List.of("a", "b")) {
      assertThat(stored.stream().filter(each -> each.startsWith(source)))
          .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> source + i).toList());
    }
    assertThat(deliveries.size()).isZero();
    assertThat(deliveries.trouble()).isEmpty();
  }

  @Test
  void areNotHurtByAHostThatThrows() {
    context
        .uplinks()
        .answer(
            uplink -> {
              throw new IllegalStateException("broken");
            });
    CompletableFuture<Void> one = deliver("a", 1);
    assertThat(one).isNotDone();
    assertThat(deliveries.trouble()).hasValueSatisfying(why -> assertThat(why).contains("broken"));
    context.uplinks().answerAlways(new Receipt.Stored());
    await().until(one::isDone);
  }

  @Test
  void areGivenUpWithTheConnectionButForAFew() {
    context.uplinks().reject(Receipt.Reason.DISABLED, "");
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(deliver("source " + i % 3, i));
    }
    assertThat(deliveries.abandon(4, 1000)).isEqualTo(6);
    assertThat(deliveries.abandon(4, 1000)).isZero();
    assertThat(deliveries.abandon(4, 2)).isEqualTo(2);
    assertThat(deliveries.size()).isEqualTo(2);
    assertThatThrownBy(all.get(9)::join).isInstanceOf(RuntimeException.class);
    context.uplinks().answerAlways(new Receipt.Stored());
    await().until(() -> all.get(0).isDone() && all.get(1).isDone());
    assertThat(all.get(0)).isCompleted();
    assertThat(deliveries.size()).isZero();
  }

  /** A thread may go on with the lane of a source that others found idle and began anew. */
  @Test
  void keepTheOrderOfASourceThatIsBegunAnew() {
    var first = new CompletableFuture<Receipt>();
    List<String> offered = new ArrayList<>();
    context
        .uplinks()
        .answer(
            uplink -> {
              String text = text(uplink);
              offered.add(text);
              return text.equals("1")
                  ? first
                  : CompletableFuture.completedFuture(
                      text.equals("3")
                          ? new Receipt.Rejected(Receipt.Reason.OVERLOADED, "")
                          : new Receipt.Stored());
            });
    List<CompletableFuture<Void>> all = new ArrayList<>();
    all.add(
        deliver("a", 1)
            .thenRun(
                () -> {
                  all.add(deliver("a", 2));
                  all.add(deliver("a", 3));
                }));
    first.complete(new Receipt.Stored());
    all.add(deliver("a", 4));
    assertThat(offered).startsWith("1", "2", "3").doesNotContain("4");
  }

  /** What is thrown away by nobody is offered again, also when it was an Error. */
  @Test
  void areNotHurtByErrors() {
    context
        .uplinks()
        .answer(
            uplink -> {
              throw new StackOverflowError("broken");
            });
    CompletableFuture<Void> one = deliver("a", 1);
    assertThat(one).isNotDone();
    context.uplinks().answerAlways(new Receipt.Stored());
    await().until(one::isDone);
    assertThat(deliveries.size()).isZero();
  }

  /** A few bytes of a peer may become many values. */
  @Test
  void areGivenUpByWhatDecodedOnesTake() {
    context.uplinks().reject(Receipt.Reason.DISABLED, "");
    Map<String, Value> values = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      values.put("key " + i, Value.of(true));
    }
    var reading =
        new Reading(Entity.of(Device.named("d")), List.of(new TimedValues(1, values)), Map.of());
    for (int i = 0; i < 10; i++) {
      deliveries.deliver(new Uplink.Readings(List.of(reading), new Source("node")), false);
    }
    assertThat(deliveries.abandon(10, 10_000_000)).isZero();
    assertThat(deliveries.abandon(10, 600_000)).isBetween(6, 8);
  }
}
