package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is compared and what is stored are one step, whatever sources it comes from. */
final class UpdateOnlySendingTest {
  private final UpdateOnlyKeys keys = new UpdateOnlyKeys(Set.of("t"), 10);

  private static List<EntityData> reading(long value) {
    return List.of(
        new EntityData(
            EntityKind.DEVICE,
            "D",
            "default",
            "",
            "",
            "",
            Optional.of(List.of(new TimedValues(1, Map.of("t", Value.of(value))))),
            Optional.empty()));
  }

  private UpdateOnlyKeys.Sending send(long value, CompletionStage<?> stored) {
    return keys.send(reading(value), left -> stored);
  }

  @Test
  void whatIsLeftOutSharesTheFateOfWhatIsOnItsWay() {
    CompletableFuture<Long> first = new CompletableFuture<>();
    assertThat(send(5, first).left()).hasSize(1);
    UpdateOnlyKeys.Sending second = send(5, new CompletableFuture<>());
    assertThat(second.left()).isEmpty();
    assertThat(second.stored().toCompletableFuture()).isNotDone();
    first.completeExceptionally(new IllegalStateException("disk"));
    assertThat(second.stored().toCompletableFuture()).isCompletedExceptionally();
    assertThat(send(5, CompletableFuture.completedFuture(1L)).left()).hasSize(1);
  }

  @Test
  void whatIsStoredHoldsUpNothing() {
    CompletableFuture<Long> first = new CompletableFuture<>();
    send(5, first);
    first.complete(1L);
    UpdateOnlyKeys.Sending second = send(5, new CompletableFuture<>());
    assertThat(second.left()).isEmpty();
    assertThat(second.stored().toCompletableFuture()).isCompleted();
  }

  @Test
  void anErrorOfTheStoreIsForgotten() {
    assertThatThrownBy(
            () ->
                keys.send(
                    reading(5),
                    left -> {
                      throw new OutOfMemoryError("once");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(send(5, CompletableFuture.completedFuture(1L)).left()).hasSize(1);
  }

  @Test
  void theLastValueStoredIsTheLastOneCompared() throws Exception {
    List<Long> stored = Collections.synchronizedList(new ArrayList<>());
    ExecutorService sources = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int source = 0; source < 2; source++) {
        runs.add(sources.submit(() -> alternate(stored)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      sources.shutdownNow();
    }
    for (int i = 1; i < stored.size(); i++) {
      assertThat(stored.get(i)).isNotEqualTo(stored.get(i - 1));
    }
    long last = stored.get(stored.size() - 1);
    assertThat(send(last, CompletableFuture.completedFuture(1L)).left()).isEmpty();
  }

  private void alternate(List<Long> stored) {
    for (int i = 0; i < 20_000; i++) {
      keys.send(
          reading(i % 2),
          left -> {
            stored.add(
                left.get(0).telemetry().orElseThrow().get(0).values().get("t").equals(Value.of(0L))
                    ? 0L
                    : 1L);
            return CompletableFuture.completedFuture(1L);
          });
    }
  }
}
