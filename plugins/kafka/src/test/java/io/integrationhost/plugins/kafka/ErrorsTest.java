package io.integrationhost.plugins.kafka;

import static io.integrationhost.plugins.kafka.MockedGroup.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An error at a bad moment leaves nothing standing: no message, flag or count. */
class ErrorsTest {

  private final MockedGroup group = new MockedGroup();

  @AfterEach
  void close() {
    group.close();
  }

  @Test
  void anErrorWhileAReceiptIsTakenLeavesNothingStanding() {
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    group.start("");
    group.uplinks().answer(uplink -> answer);
    group.gives(0);
    group.brings(0, "0");
    group.uplinks().awaitCount(1);
    group.uplinks().answerAlways(new Receipt.Stored());
    answer.completeExceptionally(new Unspeakable());
    group.awaitCommitted(0, 1);
    assertThat(group.consumersMade()).isEqualTo(1);
  }

  /** What cannot even be said. */
  private static final class Unspeakable extends CompletionException {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new OutOfMemoryError("no room for the words");
    }
  }

  @Test
  void anAnswerCountsOnce() {
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    group.start("maxUnanswered: 1");
    group.uplinks().answer(uplink -> new AnsweredAndThrown(answer));
    group.gives(0);
    group.brings(0, "0");
    soon().until(() -> group.uplinks().count() >= 1);
    group.uplinks().answerAlways(new Receipt.Stored());
    answer.complete(new Receipt.Stored());
    group.awaitCommitted(0, 1);
    group.brings(0, "1", "2");
    group.awaitCommitted(0, 3);
    soon()
        .untilAsserted(
            () ->
                assertThat(group.started().transport().facts())
                    .containsEntry("under way", "0, waiting 0"));
  }

  /** A stage that throws although it has taken what is to happen. */
  private static final class AnsweredAndThrown extends CompletableFuture<Receipt> {
    private final CompletableFuture<Receipt> answer;

    AnsweredAndThrown(CompletableFuture<Receipt> answer) {
      this.answer = answer;
    }

    @Override
    public CompletableFuture<Receipt> whenComplete(
        BiConsumer<? super Receipt, ? super Throwable> action) {
      var unused = answer.whenComplete(action);
      throw new StackOverflowError("behind it");
    }
  }

  @Test
  void aCommitThatWasNotTakenIsAskedForAgain() {
    group.start("");
    group.gives(0);
    group.awaitCommitted(0, 0);
    group.consumer().throwAtCommit(new WakeupException());
    group.brings(0, "0");
    soon().until(group.consumer()::hasThrown);
    group.awaitCommitted(0, 1);
    assertThat(group.consumersMade()).isEqualTo(1);
  }
}
