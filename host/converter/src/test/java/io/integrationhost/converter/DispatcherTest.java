package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.Dispatcher.Assignment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class DispatcherTest {
  private final Dispatcher dispatcher = new Dispatcher(3);

  private Lane lane(String name) {
    Lane lane = new Lane(name, Direction.UPLINK, null, null, null);
    dispatcher.open(lane);
    return lane;
  }

  private void submit(Lane lane, int count) {
    for (int i = 0; i < count; i++) {
      dispatcher.submit(lane, new Job<>(null, String.valueOf(i), new CompletableFuture<>()));
    }
  }

  private String take() {
    Assignment next = dispatcher.take();
    return next.lane().name() + next.job().source();
  }

  @Test
  void takesTurns() {
    dispatcher.workers(10);
    submit(lane("a"), 3);
    submit(lane("b"), 1);
    submit(lane("c"), 2);
    assertThat(List.of(take(), take(), take(), take(), take(), take()))
        .containsExactly("a0", "b0", "c0", "a1", "c1", "a2");
  }

  @Test
  void noLaneHasAllWorkers() {
    dispatcher.workers(3);
    Lane a = lane("a");
    submit(a, 3);
    assertThat(List.of(take(), take())).containsExactly("a0", "a1");
    submit(lane("b"), 1);
    assertThat(take()).isEqualTo("b0");
    dispatcher.release(a, null);
    assertThat(take()).isEqualTo("a2");
  }

  @Test
  void theQueueOfALaneIsBounded() {
    dispatcher.workers(2);
    Lane a = lane("a");
    submit(a, 3);
    assertThatThrownBy(() -> submit(a, 1)).hasMessageContaining("Already 3 messages wait");
    submit(lane("b"), 1);
    assertThat(dispatcher.queued()).isEqualTo(4);
  }

  @Test
  void aClosedLaneFinishesWhatItHas() {
    dispatcher.workers(2);
    Lane a = lane("a");
    submit(a, 1);
    dispatcher.close(a);
    assertThatThrownBy(() -> submit(a, 1)).hasMessageContaining("closed");
    assertThat(take()).isEqualTo("a0");
  }

  @Test
  void closingGivesBackWhatWaits() {
    dispatcher.workers(2);
    Lane a = lane("a");
    submit(a, 3);
    assertThat(take()).isEqualTo("a0");
    assertThat(dispatcher.close()).hasSize(2);
    assertThat(dispatcher.take()).isNull();
    assertThat(dispatcher.queued()).isZero();
  }
}
