package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MemoryPoolTest {

  private final MemoryPool pool = new MemoryPool(1_000);
  private final MemoryPool.Share one = pool.new Share();
  private final MemoryPool.Share other = pool.new Share();

  @Test
  void grantsHalfOfWhatIsFreeAtMost() {
    assertThat(one.take(501)).isFalse();
    assertThat(one.take(500)).isTrue();
    assertThat(one.take(300)).isFalse();
    assertThat(other.take(250)).isTrue();
    assertThat(pool.free()).isEqualTo(250);
    one.give(2_000);
    assertThat(pool.free()).as("no more than it had").isEqualTo(750);
  }

  @Test
  void takesBackWhatAStoppedTransportHad() {
    assertThat(one.take(400)).isTrue();
    one.close();
    one.close();
    assertThat(pool.free()).isEqualTo(1_000);
    assertThat(one.take(1)).isFalse();
    one.give(1);
    assertThat(pool.free()).isEqualTo(1_000);
  }

  @Test
  void refusesWhatIsBelowZero() {
    assertThatThrownBy(() -> one.take(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.give(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
