package io.integrationhost.plugins.kafka;

import static io.integrationhost.plugins.kafka.MockedGroup.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a message to its offset: what is published, when, and what is committed. */
class FlowTest {

  private static final Receipt BUSY =
      new Receipt.Rejected(Receipt.Reason.OVERLOADED, "too much at once");

  private final MockedGroup group = new MockedGroup();

  @AfterEach
  void close() {
    group.close();
  }

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  @Test
  void handsOverBytesAsTheyAreAndSaysWhereTheyStood() {
    group.start("");
    group.gives(3);
    byte[] binary = {0, (byte) 0xff, (byte) 0xc3, 40};
    group.brings(3, new byte[] {(byte) 0xff}, binary);
    group.brings(3, "boiler".getBytes(UTF_8), " {\"a\": 1}".getBytes(UTF_8));
    group.brings(3, "25,40,94\n", "grün");
    group.uplinks().awaitCount(4);
    List<Uplink.Payload> payloads = group.uplinks().payloads();
    assertThat(payloads.get(0).bytes()).isEqualTo(binary);
    assertThat(payloads)
        .extracting(Uplink.Payload::contentType)
        .containsExactly(ContentType.BINARY, ContentType.JSON, ContentType.TEXT, ContentType.TEXT);
    assertThat(payloads.get(0).metadata()).containsEntry("kafka.key", "hex:ff");
    assertThat(payloads.get(1).metadata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic", "meters",
                "kafka.partition", "3",
                "kafka.offset", "1",
                "kafka.timestamp", "1700000000000",
                "kafka.key", "boiler"));
    assertThat(payloads.get(2).source().session()).isEqualTo("meters-3");
  }

  @Test
  void metadataCanBeLeftOutAndHidesNoKeyOfTheTenant() {
    group.start("metadata {\"kafka.offset\": mine}");
    group.gives(0);
    group.brings(0, "1");
    group.uplinks().awaitCount(1);
    assertThat(group.uplinks().payloads().get(0).metadata())
        .doesNotContainKey("kafka.offset")
        .containsKey("kafka.topic");
    try (MockedGroup other = new MockedGroup()) {
      other.start("kafkaMetadata: false");
      other.gives(0);
      other.brings(0, "1");
      other.uplinks().awaitCount(1);
      assertThat(other.uplinks().payloads().get(0).metadata()).isEmpty();
    }
  }

  @Test
  void ordersByKeyWhereThatIsWanted() {
    group.start("orderBy: key");
    group.gives(0);
    group.brings(0, "a".getBytes(UTF_8), "1".getBytes(UTF_8));
    group.brings(0, "2");
    group.uplinks().awaitCount(2);
    assertThat(group.uplinks().payloads())
        .extracting(payload -> payload.source().session())
        .containsExactly("meters-0 a", "meters-0");
  }

  @Test
  void commitsOnlyWhatEverythingBeforeIsSettled() {
    List<CompletableFuture<Receipt>> receipts =
        IntStream.range(0, 3).mapToObj(i -> new CompletableFuture<Receipt>()).toList();
    AtomicInteger next = new AtomicInteger();
    group.start("");
    group.uplinks().answer(uplink -> receipts.get(next.getAndIncrement()));
    group.gives(0);
    group.brings(0, "0", "1", "2");
    group.uplinks().awaitCount(3);
    receipts.get(1).complete(new Receipt.Stored());
    receipts.get(2).complete(new Receipt.NoContent());
    group.awaitCommitted(0, 0);
    receipts.get(0).complete(new Receipt.Rejected(Receipt.Reason.CONVERTER, "poison", true));
    group.awaitCommitted(0, 3);
  }

  @Test
  void whatIsNotSettledIsOfferedAgainInOrderAndNothingReadPastIt() {
    AtomicInteger offers = new AtomicInteger();
    group.start("");
    group
        .uplinks()
        .answer(
            uplink -> {
              boolean isSecond = new String(((Uplink.Payload) uplink).bytes(), UTF_8).equals("1");
              boolean isRefused = isSecond && offers.incrementAndGet() <= 2;
              return CompletableFuture.completedFuture(isRefused ? BUSY : new Receipt.Stored());
            });
    group.gives(0);
    group.brings(0, "0", "1", "2", "3");
    group.awaitCommitted(0, 4);
    List<String> texts = group.uplinks().texts();
    // Whatever was under way behind the refused one comes again after it.
    assertThat(texts.subList(texts.lastIndexOf("1"), texts.size())).containsExactly("1", "2", "3");
    assertThat(texts.indexOf("0")).isEqualTo(texts.lastIndexOf("0"));
    assertThat(group.started().context().metrics().count("messages_refused")).isEqualTo(2);
  }

  @Test
  void aMixOfPoisonThatIsNotFiledMakesFewComeTwice() {
    group.start("");
    group
        .uplinks()
        .answer(
            new Function<>() {
              private final Set<String> seen = new HashSet<>();

              @Override
              public CompletableFuture<Receipt> apply(Uplink uplink) {
                String text = new String(((Uplink.Payload) uplink).bytes(), UTF_8);
                boolean isPoison = Integer.parseInt(text) % 10 == 5;
                return CompletableFuture.completedFuture(
                    new Receipt.Rejected(
                        Receipt.Reason.CONVERTER, "bad", !isPoison || !seen.add(text)));
              }
            });
    group.gives(0);
    group.brings(0, numbers(0, 40));
    group.awaitCommitted(0, 40);
    // One window at the first refusal, then a few behind each.
    assertThat(group.uplinks().count()).isLessThan(40 + 35 + 3 * 10 + 4);
  }

  @Test
  void aSlowHostMeansReadingLessWhilePollingGoesOn() {
    group.start("maxUnansweredPerPartition: 10");
    group.uplinks().hold();
    group.gives(0, 1);
    group.brings(0, numbers(0, 30));
    group.brings(1, "other");
    soon().until(() -> !group.consumer().paused().isEmpty());
    assertThat(group.consumer().paused()).extracting(TopicPartition::partition).containsExactly(0);
    int polls = group.consumer().polls();
    soon().until(() -> group.consumer().polls() > polls + 20);
    assertThat(group.uplinks().texts()).contains("other").hasSize(11);
    group.uplinks().release();
    group.awaitCommitted(0, 30);
    soon().until(() -> group.consumer().paused().isEmpty());
  }

  @Test
  void readsNoMoreThanAWindowWhileTheBrokerConfirmsNothing() {
    group.start("maxUnansweredPerPartition: 10");
    group.gives(0);
    group.awaitCommitted(0, 0);
    group.consumer().holdCommits(true);
    group.brings(0, numbers(0, 10));
    soon().until(() -> group.consumer().paused().size() == 1);
    group.brings(0, numbers(10, 15));
    int polls = group.consumer().polls();
    soon().until(() -> group.consumer().polls() > polls + 20);
    assertThat(group.uplinks().count()).isEqualTo(10);
    group.consumer().holdCommits(false);
    group.awaitCommitted(0, 15);
  }

  @Test
  void doesNotWaitForItsTimeToCommitWhereMuchIsDone() {
    group.start("maxUnansweredPerPartition: 10, commitInterval: 1 minute");
    group.gives(0);
    group.brings(0, numbers(0, 100));
    soon().until(() -> group.committed(0) >= 90);
  }

  @Test
  void noMoreThanSoManyAreUnderWayInAll() {
    group.start("maxUnanswered: 5");
    group.uplinks().hold();
    group.gives(0, 1);
    group.brings(0, numbers(0, 10));
    group.brings(1, numbers(0, 10));
    group.uplinks().awaitCount(5);
    soon().until(() -> group.consumer().paused().size() == 2);
    assertThat(group.uplinks().held()).isEqualTo(5);
    group.uplinks().release();
    group.awaitCommitted(0, 10);
    group.awaitCommitted(1, 10);
  }

  @Test
  void keepsNoMoreBytesThanItMay() {
    group.start("maxBufferedBytes: 1 MiB");
    group.uplinks().hold();
    group.gives(0);
    group.brings(0, null, new byte[700_000]);
    group.brings(0, null, new byte[700_000]);
    soon().until(() -> group.consumer().paused().size() == 1);
    assertThat(group.started().context().memory().taken()).isGreaterThanOrEqualTo(1_400_000);
    group.uplinks().release();
    group.awaitCommitted(0, 2);
    group.started().stop();
    assertThat(group.started().context().memory().taken()).isZero();
  }

  @Test
  void withoutMemoryOneAfterTheOther() {
    group.start("");
    group.started().context().memory().bound(0);
    group.gives(0);
    group.brings(0, numbers(0, 20));
    group.awaitCommitted(0, 20);
  }

  @Test
  void tombstonesAreSkippedAndCounted() {
    group.start("");
    group.gives(0);
    group.brings(0, "0", null, "2", null);
    group.awaitCommitted(0, 4);
    assertThat(group.uplinks().texts()).containsExactly("0", "2");
    assertThat(group.started().context().metrics().count("tombstones_skipped")).isEqualTo(2);
  }

  @Test
  void aHostThatTakesNothingIsToldAndNothingIsLost() {
    group.start("");
    group.uplinks().reject(Receipt.Reason.DISABLED, "disabled in ThingsBoard");
    group.gives(0);
    group.brings(0, "0");
    soon().until(() -> group.started().transport().health().status() == Health.Status.DEGRADED);
    assertThat(group.started().transport().health().detail())
        .contains("disabled in ThingsBoard")
        .contains("wait at the broker");
    group.uplinks().answerAlways(new Receipt.Stored());
    group.awaitCommitted(0, 1);
    soon().until(() -> group.started().transport().health().status() == Health.Status.UP);
  }

  @Test
  void pausedReadsNothingAndStaysInTheGroup() {
    group.start("");
    group.gives(0);
    group.started().transport().pause(true);
    soon().until(() -> group.consumer().paused().size() == 1);
    group.brings(0, "0");
    int polls = group.consumer().polls();
    soon().until(() -> group.consumer().polls() > polls + 20);
    assertThat(group.uplinks().count()).isZero();
    group.started().transport().pause(false);
    group.awaitCommitted(0, 1);
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
  void whatThePluginCannotHandOverIsOfferedAgain(Class<? extends Throwable> kind) {
    AtomicInteger calls = new AtomicInteger();
    group.start("maxUnanswered: 1");
    group
        .uplinks()
        .answer(
            uplink -> {
              if (calls.incrementAndGet() > 1) {
                return CompletableFuture.completedFuture(new Receipt.Stored());
              } else if (kind == StackOverflowError.class) {
                throw new StackOverflowError("a script without end");
              }
              throw new IllegalStateException("a defect");
            });
    group.gives(0);
    group.brings(0, "0");
    group.awaitCommitted(0, 1);
    assertThat(group.consumersMade()).isEqualTo(1);
  }

  @Test
  void goesOnWhereTheBrokerHasLostWhatWasCommitted() {
    group.start("maxUnansweredPerPartition: 10");
    group.gives(0);
    group.bringsAt(0, 5000, null, new byte[] {'0'});
    group.awaitCommitted(0, 5001);
    var consumer = group.consumer();
    consumer.schedulePollTask(() -> consumer.seek(new TopicPartition(MockedGroup.TOPIC, 0), 0));
    soon().until(() -> consumer.position(new TopicPartition(MockedGroup.TOPIC, 0)) == 0);
    group.brings(0, numbers(0, 30));
    group.awaitCommitted(0, 30);
  }

  @Test
  void aPartitionThatTheHostRefusesIsToldWhileOthersGoOn() {
    group.start("");
    group
        .uplinks()
        .answer(
            uplink ->
                CompletableFuture.completedFuture(
                    uplink.source().session().endsWith("-0") ? BUSY : new Receipt.Stored()));
    group.gives(0, 1);
    group.brings(0, "bad");
    soon().until(() -> group.started().transport().health().status() == Health.Status.DEGRADED);
    group.brings(1, numbers(0, 5));
    group.awaitCommitted(1, 5);
    int polls = group.consumer().polls();
    soon().until(() -> group.consumer().polls() > polls + 40);
    assertThat(group.started().transport().health().detail()).contains("too much at once");
    // It is somebody else's now.
    group.gives(1);
    soon().until(() -> group.started().transport().health().status() == Health.Status.UP);
  }

  @Test
  void aCommitThatWasForbiddenIsOverWhenNothingIsLeftToCommit() {
    group.start("");
    group.gives(0);
    group.consumer().failCommits(new GroupAuthorizationException("g"));
    group.brings(0, "0");
    soon().until(() -> group.started().transport().health().status() == Health.Status.DEGRADED);
    group.gives();
    group.consumer().failCommits(null);
    soon().until(() -> group.started().transport().health().status() == Health.Status.UP);
  }

  @Test
  void tellsHowItStands() {
    group.start("");
    group.gives(0, 1);
    group.brings(0, "0", null);
    group.awaitCommitted(0, 2);
    soon()
        .untilAsserted(
            () ->
                assertThat(group.started().transport().facts())
                    .containsEntry("partitions", "2")
                    .containsEntry("settled", "2, without a value 1")
                    .containsEntry("group", "g"));
    assertThat(group.started().context().metrics().gauge("assigned_partitions")).isEqualTo(2);
    assertThat(group.started().context().metrics().count("messages_settled")).isEqualTo(2);
  }
}
