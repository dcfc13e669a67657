package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads all queues of a transport on one connection. For the lane. */
final class Reception implements Connector.Use {

  /** For the last receipts, so that what is stored is acknowledged and does not come again. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Between two looks at how many messages wait. */
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private static final Duration LOOK = Duration.ofMillis(20);

  private final Lane lane;
  private final List<QueueReader> queues;

  Reception(Lane lane, List<QueueReader> queues) {
    this.lane = lane;
    this.queues = List.copyOf(queues);
  }

  /** For health and facts, by any thread. */
  List<QueueReader> queues() {
    return queues;
  }

  /** Messages that wait in all queues, as of the last look; by any thread. */
  long depth() {
    return queues.stream().mapToLong(QueueReader::depth).sum();
  }

  /** Queues that are read; by any thread. */
  long read() {
    return queues.stream().filter(queue -> queue.problem().isEmpty()).count();
  }

  @Override
  public void opened(Connection connection, Frames frames) {
    queues.forEach(queue -> queue.opened(connection, frames));
    lane.later(PERIOD, () -> look(connection));
  }

  private void look(Connection connection) {
    if (connection.isOpen()) {
      queues.forEach(QueueReader::look);
      lane.later(PERIOD, () -> look(connection));
    }
  }

  @Override
  public void ended() {
    queues.forEach(QueueReader::ended);
  }

  void goOn() {
    queues.forEach(QueueReader::goOn);
  }

  @Override
  public CompletionStage<Void> finish() {
    queues.forEach(QueueReader::finish);
    CompletableFuture<Void> finished = new CompletableFuture<>();
    awaitIdle(finished, System.nanoTime());
    return finished;
  }

  private void awaitIdle(CompletableFuture<Void> finished, long since) {
    boolean isLate = System.nanoTime() - since > PATIENCE.toNanos();
    if (isLate || queues.stream().allMatch(QueueReader::isIdle)) {
      finished.complete(null);
    } else {
      lane.later(LOOK, () -> awaitIdle(finished, since));
    }
  }
}
