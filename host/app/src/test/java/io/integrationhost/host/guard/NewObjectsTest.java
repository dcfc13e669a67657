package io.integrationhost.host.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the room for new objects changes. */
final class NewObjectsTest {

  private long collections = 40;
  private long used = 30L << 20;
  private final List<Boolean> rooms = new ArrayList<>();
  private final NewObjects objects = new NewObjects(() -> collections, () -> used, rooms::add);

  private void seconds(int number, int collectionsEach) {
    for (int i = 0; i < number; i++) {
      collections += collectionsEach;
      assertThat(objects.get()).isEmpty();
    }
  }

  @Test
  void loadGetsMuchRoomAndRestGivesItBack() {
    seconds(10, 20);
    seconds(60, 1);
    assertThat(rooms).containsExactly(false);
    seconds(7, 30);
    assertThat(rooms).containsExactly(false, true);
    seconds(120, 10);
    assertThat(rooms).containsExactly(false, true);
    seconds(120, 0);
    assertThat(rooms).containsExactly(false, true, false);
    seconds(600, 0);
    assertThat(rooms).hasSize(3);
  }

  @Test
  void aStartIsNoLoad() {
    seconds(9, 100);
    assertThat(rooms).isEmpty();
    seconds(60, 0);
    assertThat(rooms).containsExactly(false);
  }

  @Test
  void muchThatIsKeptWouldTakeLong() {
    used = 300L << 20;
    seconds(60, 30);
    assertThat(rooms).containsExactly(false);
  }
}
