package io.integrationhost.host.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.host.delivery.EventCounters;
import io.integrationhost.host.event.DebugBudget.Rank;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DebugBudgetTest {

  private final SetClock clock = new SetClock();
  private final DebugBudget budget =
      new DebugBudget(new DebugEventSettings(10, 60, 4096), clock, new EventCounters());

  @Test
  void whatMattersLessLeavesAPartToTheRest() {
    assertThat(taken(Rank.RAW_DATA)).isEqualTo(5);
    assertThat(taken(Rank.SUCCESS)).isEqualTo(3);
    assertThat(taken(Rank.FAILURE)).isEqualTo(2);
    assertThat(taken(Rank.FAILURE)).isZero();
    assertThat(budget.takeDropped()).isEqualTo(4);
    assertThat(budget.takeDropped()).isZero();
  }

  @Test
  void fillsUpWithTimeAndNotBeyondItsSize() {
    assertThat(taken(Rank.FAILURE)).isEqualTo(10);
    clock.pass(Duration.ofSeconds(3));
    assertThat(taken(Rank.FAILURE)).isEqualTo(3);
    clock.pass(Duration.ofHours(1));
    assertThat(taken(Rank.FAILURE)).isEqualTo(10);
  }

  @Test
  void aClockThatWasSetBackTakesNothing() {
    clock.pass(Duration.ofHours(-1));
    assertThat(taken(Rank.FAILURE)).isEqualTo(10);
    clock.pass(Duration.ofSeconds(2));
    assertThat(taken(Rank.FAILURE)).isEqualTo(2);
  }

  private int taken(Rank rank) {
    int count = 0;
    while (budget.take(rank)) {
      count++;
    }
    return count;
  }
}
