package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.Dispatcher.Left;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DispatcherTest {
  private final Dispatcher dispatcher = new Dispatcher(3);

  private ScriptQueue queue(String name) {
    ScriptQueue queue = new ScriptQueue(name, Direction.UPLINK, null, null, null);
    dispatcher.open(queue);
    return queue;
  }

  private void submit(ScriptQueue queue, int count) {
    for (int i = 0; i < count; i++) {
      dispatcher.submit(queue, new DownlinkCall(null, String.valueOf(i)));
    }
  }

  private String take() {
    Run<?> next = dispatcher.take();
    return next.queue().name() + next.source();
  }

  @Test
  void takesTurns() {
    dispatcher.workers(10);
    submit(queue("a"), 3);
    submit(queue("b"), 1);
    submit(queue("c"), 2);
    assertThat(List.of(take(), take(), take(), take(), take(), take()))
        .containsExactly("a0", "b0", "c0", "a1", "c1", "a2");
  }

  @Test
  void noQueueHasAllWorkers() {
    dispatcher.workers(3);
    ScriptQueue a = queue("a");
    submit(a, 3);
    assertThat(List.of(take(), take())).containsExactly("a0", "a1");
    submit(queue("b"), 1);
    assertThat(take()).isEqualTo("b0");
    dispatcher.release(a, null);
    assertThat(take()).isEqualTo("a2");
  }

  @Test
  void aQueueIsBounded() {
    dispatcher.workers(2);
    ScriptQueue a = queue("a");
    submit(a, 3);
    assertThatThrownBy(() -> submit(a, 1)).hasMessageContaining("Already 3 messages wait");
    submit(queue("b"), 1);
    assertThat(dispatcher.queued()).isEqualTo(4);
  }

  @Test
  void aClosedQueueFinishesWhatItHas() {
    dispatcher.workers(2);
    ScriptQueue a = queue("a");
    submit(a, 1);
    dispatcher.close(a);
    assertThatThrownBy(() -> submit(a, 1)).hasMessageContaining("closed");
    assertThat(take()).isEqualTo("a0");
  }

  @Test
  void closingGivesBackWhatWaits() {
    dispatcher.workers(2);
    ScriptQueue a = queue("a");
    submit(a, 3);
    assertThat(take()).isEqualTo("a0");
    assertThat(dispatcher.close()).flatExtracting(Left::calls).hasSize(2);
    assertThat(dispatcher.take()).isNull();
    assertThat(dispatcher.queued()).isZero();
  }
}
