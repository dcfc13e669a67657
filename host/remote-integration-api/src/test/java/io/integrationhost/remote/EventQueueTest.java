package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventQueueTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Object> heard = new ArrayList<>();
  private final EventQueue queue = new EventQueue("yard", new LinkListener() {}, tasks::add);

  private void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void keepsTheOrder() {
    queue.add(listener -> heard.add(1));
    queue.addNewest("a", listener -> heard.add("a"));
    queue.add(listener -> heard.add(2));

    assertThat(tasks).hasSize(1);
    run();
    assertThat(heard).containsExactly(1, "a", 2);
  }

  @Test
  void theNewestOfAKindWins() {
    queue.addNewest("a", listener -> heard.add("old a"));
    queue.addNewest("b", listener -> heard.add("b"));
    queue.addNewest("a", listener -> heard.add("new a"));

    run();
    assertThat(heard).containsExactly("b", "new a");
  }

  @Test
  void failuresAreIsolated() {
    queue.add(
        listener -> {
          throw new IllegalStateException("listener");
        });
    queue.add(
        listener -> {
          throw new NoClassDefFoundError("listener");
        });
    queue.add(listener -> heard.add(1));

    run();
    assertThat(heard).containsExactly(1);
  }

  @Test
  void theOldestIsDroppedButNoConfiguration() {
    queue.addNewest("configuration", listener -> heard.add("configuration"));
    for (int i = 0; i < EventQueue.CAPACITY + 10; i++) {
      int number = i;
      queue.add(listener -> heard.add(number));
    }

    run();
    assertThat(heard)
        .hasSize(EventQueue.CAPACITY)
        .startsWith("configuration", 11)
        .endsWith(EventQueue.CAPACITY + 9);
  }

  @Test
  void withoutAThreadTheNextEventTriesAgain() {
    AtomicInteger refusals = new AtomicInteger(1);
    EventQueue starved =
        new EventQueue(
            "yard",
            new LinkListener() {},
            task -> {
              if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              tasks.add(task);
            });
    starved.add(listener -> heard.add(1));
    starved.add(listener -> heard.add(2));

    run();
    assertThat(heard).containsExactly(1, 2);
  }

  @Test
  void statesAreNeverDropped() {
    queue.addState(listener -> heard.add("connected"));
    for (int i = 0; i < 2 * EventQueue.CAPACITY; i++) {
      int number = i;
      queue.add(listener -> heard.add(number));
      queue.addNewest("converter " + i, listener -> heard.add("converter " + number));
    }

    run();
    assertThat(heard).hasSize(EventQueue.CAPACITY).startsWith("connected");
  }

  @Test
  void itStartsAgainAfterItWasEmpty() {
    queue.add(listener -> heard.add(1));
    run();
    queue.add(listener -> queue.add(same -> heard.add(2)));
    run();

    assertThat(heard).containsExactly(1, 2);
  }
}
