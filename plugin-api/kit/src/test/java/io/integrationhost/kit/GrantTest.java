package io.integrationhost.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Memory;
import org.junit.jupiter.api.Test;

final class GrantTest {

  private static final long MIB = 1 << 20;

  /** Counts what is out. */
  private static final class Counted implements Memory {
    private final long most;
    private long out;

    Counted(long most) {
      this.most = most;
    }

    @Override
    public boolean take(long bytes) {
      boolean fits = out + bytes <= most;
      out += fits ? bytes : 0;
      return fits;
    }

    @Override
    public void give(long bytes) {
      out -= bytes;
    }
  }

  @Test
  void takesInStepsAndGivesBackAllButOne() {
    Counted memory = new Counted(10 * MIB);
    Grant grant = new Grant(memory, 100 * MIB);
    assertThat(grant.covers(1)).isTrue();
    assertThat(memory.out).isEqualTo(MIB);
    assertThat(grant.covers(MIB)).isTrue();
    assertThat(memory.out).isEqualTo(MIB);
    assertThat(grant.covers(5 * MIB + 1)).isTrue();
    assertThat(memory.out).isEqualTo(6 * MIB);
    grant.shrink(5 * MIB);
    assertThat(memory.out).isEqualTo(6 * MIB);
    grant.shrink(1);
    assertThat(memory.out).isEqualTo(2 * MIB);
    grant.shrink(0);
    assertThat(memory.out).isZero();
  }

  @Test
  void asksForNoMoreThanItsOwnerWantsToHold() {
    Counted memory = new Counted(10 * MIB);
    Grant grant = new Grant(memory, 1000);
    assertThat(grant.covers(1)).isTrue();
    assertThat(memory.out).isEqualTo(1000);
    assertThat(grant.covers(5000)).as("one that is larger").isTrue();
    assertThat(memory.out).isEqualTo(5000);
  }

  @Test
  void keepsWhatItHasWhenThereIsNoMore() {
    Counted memory = new Counted(2 * MIB);
    Grant grant = new Grant(memory, 100 * MIB);
    assertThat(grant.covers(MIB)).isTrue();
    assertThat(grant.covers(3 * MIB)).isFalse();
    assertThat(memory.out).isEqualTo(MIB);
    assertThat(grant.covers(MIB)).isTrue();
    assertThat(grant.covers(2 * MIB)).isTrue();
  }
}
