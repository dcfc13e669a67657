package io.integrationhost.host.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SourceOrderTest {

  private static final SourceKey KEY = new SourceKey("tcp", new Source("a"));

  private final SourceOrder order = new SourceOrder();
  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

  @Test
  void handlesResultsInTheOrderOfSubmission() {
    CompletableFuture<String> first = submit("a");
    CompletableFuture<String> second = submit("a");
    CompletableFuture<String> third = submit("a");
    third.complete("third");
    second.complete("second");
    assertThat(handled).isEmpty();
    first.complete("first");
    assertThat(handled).containsExactly("first", "second", "third");
  }

  @Test
  void doesNotHoldUpOtherSources() {
    var unfinished = submit("a");
    submit("b").complete("of b");
    assertThat(handled).containsExactly("of b");
    assertThat(unfinished).isNotDone();
  }

  @Test
  void passesFailuresInOrderToo() {
    CompletableFuture<String> first = submit("a");
    submit("a").complete("second");
    first.completeExceptionally(new IllegalStateException("broken"));
    assertThat(handled).containsExactly("broken", "second");
  }

  @Test
  void anErrorInOneHandlerHoldsUpNothing() {
    CompletableFuture<String> first = new CompletableFuture<>();
    order.submit(
        KEY,
        first,
        place(
            (result, failure) -> {
              throw new StackOverflowError("once");
            }));
    CompletableFuture<String> second = submit("a");
    second.complete("second");
    first.complete("first");
    assertThat(handled).containsExactly("second");
    submit("a").complete("third");
    assertThat(handled).containsExactly("second", "third");
    assertThat(order.sources()).isZero();
  }

  @Test
  void aLineThatFailsByTheSameErrorHoldsUpNothing() {
    Full full = new Full();
    CompletableFuture<String> first = new CompletableFuture<>();
    order.submit(
        KEY,
        first,
        place(
            (result, failure) -> {
              throw full;
            }));
    CompletableFuture<String> second = submit("a");
    second.complete("second");
    first.complete("first");
    assertThat(handled).containsExactly("second");
    assertThat(order.sources()).isZero();
  }

  /** With a full memory a virtual machine hands out the same error again. */
  private static final class Full extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    @Override
    public StackTraceElement[] getStackTrace() {
      throw this;
    }
  }

  @Test
  void forgetsSourcesThatHaveNothingUnderWay() {
    submit("a").complete("x");
    submit("b").complete("y");
    var unfinished = submit("c");
    assertThat(order.sources()).isEqualTo(1);
    assertThat(unfinished).isNotDone();
  }

  @Test
  void keepsOrderWhenManyThreadsComplete() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<CompletableFuture<String>> stages =
        IntStream.range(0, 5000).mapToObj(i -> submit("a")).toList();
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 5000).boxed().toList());
    Collections.shuffle(shuffled);
    shuffled.forEach(i -> threads.execute(() -> stages.get(i).complete(String.valueOf(i))));
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(handled).isEqualTo(IntStream.range(0, 5000).mapToObj(String::valueOf).toList());
    assertThat(order.sources()).isZero();
  }

  @Test
  void aResultThatIsReadyWaitsForAHandlerThatIsRunning() {
    Stage running = new Stage();
    order.submit(
        KEY,
        running,
        place(
            (result, failure) -> {
              running.comeLate();
              order.submit(
                  KEY,
                  CompletableFuture.completedFuture("next"),
                  place((next, none) -> handled.add("next " + order.sources())));
              handled.add(result);
            }));
    running.complete("running");
    assertThat(handled).containsExactly("running", "next 1");
    assertThat(order.sources()).isZero();
  }

  private CompletableFuture<String> submit(String session) {
    CompletableFuture<String> stage = new CompletableFuture<>();
    order.submit(
        new SourceKey("tcp", new Source(session)),
        stage,
        place((result, failure) -> handled.add(failure == null ? result : failure.getMessage())));
    return stage;
  }

  private static SourceOrder.Place<String> place(BiConsumer<String, Throwable> handler) {
    return new SourceOrder.Place<>() {
      @Override
      void handle(String outcome, Throwable cause) {
        handler.accept(outcome, cause);
      }
    };
  }

  /**
   * Tells its result a second time when asked to. That is what a thread does that has left its
   * result in the order, and comes to look for ready ones only when another thread already took it:
   * it finds nothing waiting, though a handler runs.
   */
  private static final class Stage extends CompletableFuture<String> {
    private BiConsumer<? super String, ? super Throwable> listener;

    @Override
    public CompletableFuture<String> whenComplete(
        BiConsumer<? super String, ? super Throwable> action) {
      listener = action;
      return super.whenComplete(action);
    }

    void comeLate() {
      listener.accept(join(), null);
    }
  }
}
