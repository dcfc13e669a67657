package io.integrationhost.plugins.kafka;

import static io.integrationhost.plugins.kafka.MockedGroup.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Receipt;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Partitions that come and go: nothing is lost, and what comes twice is bounded. */
class RebalanceTest {

  private final MockedGroup group = new MockedGroup();

  @AfterEach
  void close() {
    group.close();
  }

  private static String[] numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
  }

  @Test
  void commitsWhatIsSettledBeforeItGivesAPartitionAway() {
    group.start("commitInterval: 1 minute");
    group.gives(0, 1);
    group.brings(0, numbers(0, 5));
    group.uplinks().awaitCount(5);
    assertThat(group.committed(0)).isLessThan(5);
    group.gives(1);
    assertThat(group.consumer().lastCommitted(0)).isEqualTo(5);
  }

  @Test
  void waitsALittleForWhatIsUnderWay() {
    group.start("commitInterval: 1 minute");
    group.gives(0, 1);
    group.uplinks().hold();
    group.brings(0, "0");
    group.uplinks().awaitCount(1);
    var consumer = group.consumer();
    consumer.schedulePollTask(
        () -> {
          var unused = CompletableFuture.runAsync(() -> group.uplinks().release());
          consumer.rebalance(Set.of(new TopicPartition(MockedGroup.TOPIC, 1)));
        });
    soon().until(() -> consumer.assignment().size() == 1);
    assertThat(consumer.lastCommitted(0)).isEqualTo(1);
  }

  @Test
  void whatTheHostHasNotTakenComesWithTheNextOwnerAndLateReceiptsCountForNothing() {
    group.start("maxUnansweredPerPartition: 3");
    group.uplinks().hold();
    group.gives(0);
    group.brings(0, numbers(0, 6));
    group.uplinks().awaitCount(3);
    group.gives();
    group.gives(0);
    group.uplinks().release();
    group.bringsAt(0, 0, null, new byte[] {'0'});
    group.uplinks().awaitCount(4);
    group.awaitCommitted(0, 1);
    group.bringsAt(0, 1, null, new byte[] {'1'});
    group.awaitCommitted(0, 2);
  }

  @Test
  void aPartitionThatIsLostIsNotCommitted() {
    group.start("commitInterval: 1 minute");
    group.gives(0, 1);
    group.brings(0, "0", "1");
    group.uplinks().awaitCount(2);
    var consumer = group.consumer();
    consumer.schedulePollTask(
        () -> consumer.losePartitions(Set.of(new TopicPartition(MockedGroup.TOPIC, 0))));
    int polls = consumer.polls();
    soon().until(() -> consumer.polls() > polls + 5);
    assertThat(group.committed(0)).isLessThan(2);
  }

  @Test
  void whereAPartitionBeginsIsCommittedBeforeItsFirstMessageIsDoneWith() {
    group.start("");
    group.uplinks().hold();
    group.gives(0);
    group.awaitCommitted(0, 0);
  }

  @Test
  void whereAPartitionBeginsIsCommittedThoughMessagesCameAtOnce() {
    group.start("");
    group.uplinks().hold();
    var consumer = group.consumer();
    soon().until(() -> !consumer.subscription().isEmpty());
    var partition = new TopicPartition(MockedGroup.TOPIC, 0);
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(partition, 7L));
          consumer.rebalance(Set.of(partition));
          group.bringsAt(0, 7, null, new byte[] {'0'});
        });
    group.uplinks().awaitCount(1);
    group.awaitCommitted(0, 7);
  }

  @Test
  void otherPartitionsGoOnWhileOneWaitsForTheHost() {
    group.start("");
    group
        .uplinks()
        .answer(
            uplink ->
                CompletableFuture.completedFuture(
                    uplink.source().session().endsWith("-0")
                        ? new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, "no disk")
                        : new Receipt.Stored()));
    group.gives(0, 1);
    group.brings(0, "bad");
    group.brings(1, numbers(0, 50));
    group.awaitCommitted(1, 50);
    assertThat(group.committed(0)).isZero();
  }

  @Test
  void aStopCommitsWhatIsSettledAndClosesItsConsumer() {
    group.start("commitInterval: 1 minute");
    group.gives(0);
    group.brings(0, numbers(0, 5));
    group.uplinks().awaitCount(5);
    group.started().stop();
    assertThat(group.consumer().closed()).isTrue();
    assertThat(group.consumer().lastCommitted(0)).isEqualTo(5);
  }
}
