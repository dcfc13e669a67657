package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class UnderWayTest {

  private final UnderWay underWay = new UnderWay(4);
  private final List<String> resumed = new ArrayList<>();

  private BooleanSupplier connection(String name) {
    return () -> resumed.add(name);
  }

  private void fill() {
    for (int i = 0; i < 4; i++) {
      assertThat(underWay.enter(false)).isTrue();
    }
    assertThat(underWay.enter(true)).isFalse();
  }

  @Test
  void resumesInTheOrderOfWaitingWhenHalfIsDone() {
    fill();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      underWay.await(connection(name));
    }
    underWay.leave();
    assertThat(resumed).isEmpty();
    underWay.leave();
    assertThat(resumed).containsExactly("a", "b");
    underWay.leave();
    underWay.leave();
    assertThat(resumed).containsExactly("a", "b", "c", "d");
  }

  @Test
  void letsThoseWhoWaitGoBeforeThoseWhoCome() {
    fill();
    underWay.await(connection("a"));
    underWay.leave();
    assertThat(underWay.enter(false)).isFalse();
    assertThat(underWay.enter(true)).isTrue();
    underWay.leave();
    underWay.leave();
    assertThat(resumed).containsExactly("a");
    assertThat(underWay.enter(false)).isTrue();
  }

  @Test
  void goesOnToTheNextWhenOneIsGone() {
    fill();
    BooleanSupplier forgotten = connection("forgotten");
    underWay.await(() -> false);
    underWay.await(forgotten);
    underWay.await(connection("a"));
    underWay.forget(forgotten);
    underWay.leave();
    underWay.leave();
    assertThat(resumed).containsExactly("a");
    assertThat(underWay.enter(false)).isTrue();
  }
}
