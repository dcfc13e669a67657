package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.runtime.lane.CompletionLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UplinkGateTest {

  private static final Uplink UPLINK =
      new Uplink.Payload(new byte[] {1}, ContentType.BINARY, new Source("s"));
  private static final Receipt STORED = new Receipt.Stored();

  private final CompletionLane lane =
      new CompletionLane("plugin-x-done", getClass().getClassLoader());

  @AfterEach
  void close() {
    lane.close(Duration.ofSeconds(1));
  }

  private UplinkGate gate(int limit, Uplinks application) {
    return new UplinkGate("transport 'x' of integration 'y'", application, limit, lane);
  }

  @Test
  void completesOnThePluginsThread() throws Exception {
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    CompletionStage<String> thread =
        gate(1, uplink -> answer)
            .publish(UPLINK)
            .thenApply(receipt -> Thread.currentThread().getName());
    answer.complete(STORED);
    assertThat(TestHost.get(thread)).isEqualTo("plugin-x-done");
  }

  @Test
  void refusesWhatIsAboveTheLimitAtOnceAndTakesMoreAfterwards() throws Exception {
    List<CompletableFuture<Receipt>> answers = new ArrayList<>();
    UplinkGate gate =
        gate(
            2,
            uplink -> {
              answers.add(new CompletableFuture<>());
              return answers.get(answers.size() - 1);
            });
    CompletionStage<Receipt> first = gate.publish(UPLINK);
    CompletionStage<Receipt> second = gate.publish(UPLINK);
    CompletableFuture<Receipt> third = gate.publish(UPLINK).toCompletableFuture();
    assertThat(third).isDone();
    assertThat(third.get())
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Receipt.Reason.OVERLOADED);
              assertThat(rejected.message())
                  .contains("transport 'x' of integration 'y' has 2 uplinks under way");
            });
    assertThat(gate.load()).isEqualTo(new UplinkLoad(2, 1, 0));
    answers.get(0).complete(STORED);
    assertThat(TestHost.get(first)).isSameAs(STORED);
    assertThat(gate.publish(UPLINK).toCompletableFuture()).isNotDone();
    answers.get(1).complete(STORED);
    assertThat(TestHost.get(second)).isSameAs(STORED);
  }

  /** Else a plugin publishes the next uplink of a source before it hears that this one waits. */
  @Test
  void aRefusalOfTheApplicationIsToldAtOnce() {
    Receipt refusal = new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, "paused");
    UplinkGate gate = gate(1, uplink -> CompletableFuture.completedFuture(refusal));
    for (int i = 0; i < 3; i++) {
      assertThat(gate.publish(UPLINK).toCompletableFuture()).isCompletedWithValue(refusal);
    }
    assertThat(gate.load()).isEqualTo(new UplinkLoad(0, 0, 0));
  }

  @Test
  void passesOnThatADeviceIsConnectedUntilTheStop() {
    List<String> connected = new ArrayList<>();
    Uplinks application =
        new Uplinks() {
          @Override
          public CompletionStage<Receipt> publish(Uplink uplink) {
            return CompletableFuture.completedFuture(STORED);
          }

          @Override
          public void connected(String deviceName) {
            connected.add(deviceName);
            throw new IllegalStateException("a defect of the host");
          }
        };
    UplinkGate gate = gate(1, application);
    gate.connected("A");
    gate.connected(null);
    gate.close();
    gate.connected("B");
    assertThat(connected).containsExactly("A");
  }

  @Test
  void anAnswerForWhichThereIsNoMemoryComesWithTheNextOne() throws Exception {
    List<CompletableFuture<Receipt>> answers = new ArrayList<>();
    AtomicBoolean full = new AtomicBoolean();
    UplinkGate gate =
        new UplinkGate(
            "transport 'x'",
            uplink -> {
              answers.add(new CompletableFuture<>());
              return answers.get(answers.size() - 1);
            },
            3,
            completion -> {
              if (full.get()) {
                throw new OutOfMemoryError("for a test");
              }
              lane.execute(completion);
            });
    List<CompletionStage<Receipt>> receipts =
        List.of(gate.publish(UPLINK), gate.publish(UPLINK), gate.publish(UPLINK));
    full.set(true);
    answers.get(0).complete(STORED);
    answers.get(1).complete(STORED);
    full.set(false);
    assertThat(receipts.get(0).toCompletableFuture()).isNotDone();
    answers.get(2).complete(STORED);
    for (CompletionStage<Receipt> receipt : receipts) {
      assertThat(TestHost.get(receipt)).isSameAs(STORED);
    }
    // All three places are free again.
    List<CompletionStage<Receipt>> more =
        List.of(gate.publish(UPLINK), gate.publish(UPLINK), gate.publish(UPLINK));
    answers.subList(3, 6).forEach(answer -> answer.completeExceptionally(new Error("once")));
    for (CompletionStage<Receipt> receipt : more) {
      assertThat(TestHost.get(receipt)).isInstanceOf(Receipt.Rejected.class);
    }
  }

  @Test
  void anErrorInACompletionEndsNothing() throws Exception {
    lane.execute(
        () -> {
          throw new StackOverflowError("for a test");
        });
    CompletableFuture<String> next = new CompletableFuture<>();
    lane.execute(() -> next.complete("done"));
    assertThat(TestHost.get(next)).isEqualTo("done");
  }

  @Test
  void aContinuationMayPublishAgainWithinTheLimit() throws Exception {
    UplinkGate gate = gate(1, uplink -> CompletableFuture.completedFuture(STORED));
    CompletionStage<Receipt> chain = gate.publish(UPLINK);
    for (int i = 0; i < 100; i++) {
      chain = chain.thenCompose(receipt -> receipt == STORED ? gate.publish(UPLINK) : null);
    }
    assertThat(TestHost.get(chain)).isSameAs(STORED);
  }

  static Stream<Uplinks> faults() {
    return Stream.of(
        uplink -> null,
        uplink -> CompletableFuture.completedFuture(null),
        uplink -> CompletableFuture.failedFuture(new IllegalStateException("disk")),
        uplink -> {
          throw new IllegalStateException("disk");
        },
        uplink -> {
          throw new StackOverflowError("disk");
        });
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultsOfTheApplicationAreRefusals(Uplinks application) throws Exception {
    assertThat(TestHost.get(gate(1, application).publish(UPLINK)))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Receipt.Reason.UNAVAILABLE));
  }

  @Test
  void nullIsInvalid() throws Exception {
    assertThat(TestHost.get(gate(1, uplink -> null).publish(null)))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(Receipt.Reason.INVALID));
  }

  @Test
  void closingFailsWhatIsUnderWayAndWhatComesLater() {
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    UplinkGate gate = gate(5, uplink -> answer);
    CompletionStage<Receipt> pending = gate.publish(UPLINK);
    gate.close();
    for (CompletionStage<Receipt> stage : List.of(pending, gate.publish(UPLINK))) {
      assertThatThrownBy(() -> TestHost.get(stage))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.UNAVAILABLE))
          .hasMessageContaining("transport 'x' of integration 'y' has stopped");
    }
    answer.complete(STORED);
    assertThat(pending.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void aBlockedContinuationHoldsUpThisPluginOnly() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CompletionLane otherLane = new CompletionLane("plugin-z-done", getClass().getClassLoader());
    Uplinks application = uplink -> CompletableFuture.completedFuture(STORED);
    UplinkGate gate = gate(2, application);
    UplinkGate other = new UplinkGate("other", application, 2, otherLane);
    CountDownLatch blocked = new CountDownLatch(1);
    // The queue holds the first uplink back until its continuation has been attached.
    CountDownLatch attached = new CountDownLatch(1);
    lane.execute(() -> awaitLatch(attached));
    CompletionStage<Void> continuation =
        gate.publish(UPLINK)
            .thenAccept(
                receipt -> {
                  blocked.countDown();
                  awaitLatch(release);
                });
    attached.countDown();
    awaitLatch(blocked);
    CompletionStage<Receipt> second = gate.publish(UPLINK);
    CompletionStage<Receipt> third = gate.publish(UPLINK);
    assertThat(TestHost.get(gate.publish(UPLINK))).isInstanceOf(Receipt.Rejected.class);
    assertThat(TestHost.get(other.publish(UPLINK))).isSameAs(STORED);
    release.countDown();
    TestHost.get(continuation);
    assertThat(TestHost.get(second)).isSameAs(STORED);
    assertThat(TestHost.get(third)).isSameAs(STORED);
    otherLane.close(Duration.ofSeconds(1));
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keepsUpWithAFastApplication() throws Exception {
    int uplinks = 400_000;
    LinkedBlockingQueue<CompletableFuture<Receipt>> store = new LinkedBlockingQueue<>();
    UplinkGate gate =
        gate(
            5_000,
            uplink -> {
              CompletableFuture<Receipt> answer = new CompletableFuture<>();
              store.add(answer);
              return answer;
            });
    Thread application =
        new Thread(
            () -> {
              for (int i = 0; i < uplinks; i++) {
                try {
                  store.take().complete(STORED);
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    application.start();
    AtomicLong stored = new AtomicLong();
    for (int sent = 0; sent < uplinks; ) {
      CompletableFuture<Receipt> stage = gate.publish(UPLINK).toCompletableFuture();
      if (stage.isDone() && stage.get() instanceof Receipt.Rejected) {
        Thread.onSpinWait();
      } else {
        sent++;
        var unused = stage.thenRun(stored::incrementAndGet);
      }
    }
    await().atMost(TestHost.LONG).until(() -> stored.get() == uplinks);
    application.join(1_000);
  }
}
