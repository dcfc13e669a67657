package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermitsTest {

  private final Permits permits = new Permits(4);
  private final List<String> resumed = new ArrayList<>();

  private Permits.Waiter connection(String name) {
    return granted -> resumed.add(name);
  }

  private void fill() {
    for (int i = 0; i < 4; i++) {
      assertThat(permits.enter()).isTrue();
    }
    assertThat(permits.enter()).isFalse();
  }

  @Test
  void resumesInTheOrderOfWaiting() {
    fill();
    for (String name : List.of("a", "b", "c")) {
      permits.await(connection(name));
    }
    assertThat(resumed).isEmpty();
    permits.leave(1);
    assertThat(resumed).containsExactly("a");
    permits.leave(2);
    assertThat(resumed).containsExactly("a", "b", "c");
  }

  @Test
  void givesSomeATurnOfMoreThanOne() {
    var many = new Permits(64);
    List<Integer> granted = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      assertThat(many.enter()).isTrue();
    }
    many.await(granted::add);
    many.leave(3);
    assertThat(granted).isEmpty();
    many.leave(1);
    assertThat(granted).containsExactly(4);
  }

  @Test
  void letsThoseWhoWaitGoBeforeThoseWhoCome() {
    fill();
    permits.await(connection("a"));
    permits.await(connection("b"));
    permits.leave(1);
    assertThat(permits.enter()).isFalse();
    permits.leave(1);
    assertThat(resumed).containsExactly("a", "b");
    permits.leave(1);
    assertThat(permits.enter()).isTrue();
  }

  @Test
  void goesOnToTheNextWhenOneIsGone() {
    fill();
    Permits.Waiter forgotten = connection("forgotten");
    permits.await(granted -> false);
    permits.await(forgotten);
    permits.await(connection("a"));
    permits.forget(forgotten);
    permits.leave(1);
    assertThat(resumed).containsExactly("a");
    permits.leave(1);
    assertThat(permits.enter()).isTrue();
  }
}
