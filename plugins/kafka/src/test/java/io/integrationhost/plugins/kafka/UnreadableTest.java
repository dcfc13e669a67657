package io.integrationhost.plugins.kafka;

import static io.integrationhost.plugins.kafka.MockedGroup.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Health;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of which the broker's copy is damaged. */
class UnreadableTest {

  private final MockedGroup group = new MockedGroup();

  @AfterEach
  void close() {
    group.close();
  }

  private Health health() {
    return group.started().transport().health();
  }

  @Test
  void aDamagedMessageIsNamedAndStopsItsPartitionAlone() {
    group.start("");
    group.gives(0, 1);
    group.consumer().damage(0, 1, 2);
    group.brings(0, "0", "damaged", "2");
    group.brings(1, "other");
    group.awaitCommitted(0, 1);
    group.awaitCommitted(1, 1);
    soon().until(() -> health().status() == Health.Status.DEGRADED);
    assertThat(health().detail())
        .contains("topic meters, partition 0")
        .contains("offset 1 is damaged")
        .contains("Record is corrupt")
        .contains("skipUnreadableAfter");
    group.brings(1, "another");
    group.awaitCommitted(1, 2);
    int polls = group.consumer().polls();
    soon().until(() -> group.consumer().polls() > polls + 300);
    assertThat(group.uplinks().texts()).containsExactlyInAnyOrder("0", "other", "another");
    assertThat(group.committed(0)).isEqualTo(1);
    assertThat(group.consumersMade()).isEqualTo(1);
  }

  @Test
  void whatCanBeReadAgainIs() {
    group.start("");
    group.gives(0);
    group.consumer().damage(0, 1, 3);
    group.brings(0, "0", "1", "2", "3");
    soon().until(() -> health().status() == Health.Status.DEGRADED);
    group.consumer().damage(0, 0, 0);
    group.awaitCommitted(0, 4);
    assertThat(group.uplinks().texts()).containsExactly("0", "1", "2", "3");
    soon().until(() -> health().status() == Health.Status.UP);
  }

  @Test
  void whatIsDamagedIsPassedOverWhereThatIsWanted() {
    group.start("skipUnreadableAfter: 2");
    group.gives(0);
    group.consumer().damage(0, 1, 4);
    group.brings(0, "0", "1", "2", "3", "4");
    group.awaitCommitted(0, 5);
    assertThat(group.uplinks().texts()).containsExactly("0", "4");
    assertThat(group.started().context().metrics().count("unreadable_skipped")).isEqualTo(3);
    soon().until(() -> health().status() == Health.Status.UP);
    assertThat(group.started().transport().facts()).containsEntry("damaged", "3 passed over");
  }

  @Test
  void aPartitionThatIsGivenAwayIsNoLongerTold() {
    group.start("");
    group.gives(0, 1);
    group.consumer().damage(0, 0, 1);
    group.brings(0, "damaged");
    soon().until(() -> health().status() == Health.Status.DEGRADED);
    group.gives(1);
    soon().until(() -> health().status() == Health.Status.UP);
  }

  @Test
  void twoDamagedPartitionsHoldUpNobody() {
    group.start("");
    group.gives(0, 1, 2);
    group.consumer().damage(0, 0, 1);
    group.consumer().damage(1, 0, 1);
    group.brings(0, "damaged");
    group.brings(1, "damaged");
    group.brings(2, "0", "1");
    group.awaitCommitted(2, 2);
    assertThat(group.consumersMade()).isEqualTo(1);
    assertThat(group.uplinks().texts()).containsExactly("0", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed to make progress reading messages at meters-0=0. Received a non-empty response",
        "Encountered corrupt message when fetching offset 0 for topic-partition meters-0"
      })
  void isKnownByAllItsWords(String message) {
    group.start("");
    group.gives(0);
    group.awaitCommitted(0, 0);
    group.consumer().setPollException(new KafkaException(message));
    soon().until(() -> health().status() == Health.Status.DEGRADED);
    assertThat(group.consumersMade()).isEqualTo(1);
    assertThat(group.consumer().position(new TopicPartition(MockedGroup.TOPIC, 0))).isZero();
  }
}
