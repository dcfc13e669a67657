package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.AMQImpl;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Errors where none should be leave nothing undone for ever. */
class ErrorsTest {

  private final FakeBroker broker;
  private FakeContext context = FakeContext.of("{}");

  ErrorsTest() throws IOException {
    broker = new FakeBroker();
  }

  @AfterEach
  void close() throws IOException {
    context.close();
    broker.close();
  }

  private static void soon(ThrowingRunnable assertion) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(assertion);
  }

  @Test
  void errorsWhileTheBrokerIsAwayMakeNoSecondConnection() throws InterruptedException {
    broker.answers(
        (client, method) ->
            method instanceof AMQImpl.Connection.Open
                ? Optional.of(new AMQImpl.Connection.Close(320, "closing", 0, 0))
                : Optional.empty());
    context =
        FakeContext.of(
            "clientConfiguration { host: 127.0.0.1, port: "
                + broker.port()
                + ", queues: meters }, retry { first: 100 ms, most: 100 ms }");
    Settings settings = Settings.read(context);
    try (Threads threads = new Threads()) {
      var connector =
          new Connector(context, settings, threads, new Budget(1, context.memory()), "test");
      AtomicInteger opened = new AtomicInteger();
      connector.start(
          new Connector.Use() {
            @Override
            public void opened(Connection connection, Frames frames) {
              opened.incrementAndGet();
            }

            @Override
            public void ended() {}

            @Override
            public CompletionStage<Void> finish() {
              return CompletableFuture.completedFuture(null);
            }
          });
      soon(() -> assertThat(connector.problem().orElse("")).contains("closing"));
      for (int i = 0; i < 3; i++) {
        connector
            .lane()
            .execute(
                () -> {
                  throw new IllegalStateException("a defect");
                });
      }
      connector.lane().execute(() -> broker.answers((client, method) -> Optional.empty()));
      soon(() -> assertThat(connector.isConnected()).isTrue());
      // Behind whatever was due.
      CountDownLatch later = new CountDownLatch(1);
      connector.lane().later(Duration.ofMillis(300), later::countDown);
      assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(opened.get()).isEqualTo(1);
      assertThat(broker.clients()).hasSize(1);
      StartedTransport.join(connector.stop());
    }
  }

  @Test
  void triesToRecoverUntilItWorks() {
    try (Threads threads = new Threads()) {
      var lane = new Lane(threads, "test");
      AtomicInteger tries = new AtomicInteger();
      lane.afterFault(
          () -> {
            if (tries.incrementAndGet() == 1) {
              throw new StackOverflowError("again");
            }
          });
      lane.execute(
          () -> {
            throw new IllegalStateException("a defect");
          });
      soon(() -> assertThat(tries.get()).isEqualTo(2));
      lane.end();
    }
  }

  @Test
  void aMessageThatCannotBePreparedTakesNoRoomForEver() {
    try (Threads threads = new Threads()) {
      var lane = new Lane(threads, "test");
      var budget = new Budget(1 << 20, context.memory());
      var limited = new LimitedLog(LoggerFactory.getLogger(ErrorsTest.class), "test");
      var deliveries =
          new Deliveries(
              "meters",
              new Publishing(
                  context.uplinks(),
                  lane,
                  budget,
                  new Figures(context),
                  limited,
                  true,
                  new AtomicBoolean()),
              null,
              () -> {});
      Object endless =
          new Object() {
            @Override
            public String toString() {
              throw new StackOverflowError("a text without end");
            }
          };
      var properties = new AMQP.BasicProperties.Builder().headers(Map.of("a", endless)).build();
      assertThat(budget.take(100)).isTrue();
      var envelope = new Envelope(1, false, "", "key");
      assertThatThrownBy(() -> deliveries.add(1, 100, envelope, properties, new byte[0]))
          .isInstanceOf(StackOverflowError.class);
      assertThat(budget.held()).isZero();
      lane.end();
    }
  }
}
