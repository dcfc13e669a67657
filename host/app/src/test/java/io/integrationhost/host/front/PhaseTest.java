package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.host.event.SetClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PhaseTest {

  @ParameterizedTest
  @EnumSource(Phase.class)
  void everyStateBetweenStartAndStopCanBeStopped(Phase phase) {
    boolean between = phase != Phase.STOPPED && phase != Phase.STOPPING;
    assertThat(phase.leadsTo(Phase.STOPPING)).isEqualTo(between);
    assertThat(phase.leadsTo(Phase.STOPPED)).isEqualTo(phase == Phase.STOPPING);
  }

  @Test
  void aStoppedIntegrationOnlyConnects() {
    for (Phase next : Phase.values()) {
      assertThat(Phase.STOPPED.leadsTo(next)).isEqualTo(next == Phase.CONNECTING);
    }
  }

  @Test
  void theLifecycleTellsEveryChangeOnce() {
    List<String> heard = new ArrayList<>();
    Lifecycle lifecycle =
        new Lifecycle(
            "x",
            Clock.systemUTC(),
            List.of((name, before, now) -> heard.add(before.phase() + ">" + now.phase())));
    lifecycle.moveTo(Phase.CONNECTING, "");
    lifecycle.moveTo(Phase.CONNECTING, "");
    lifecycle.moveTo(Phase.STARTING, "");
    assertThat(heard).containsExactly("STOPPED>CONNECTING", "CONNECTING>STARTING");
  }

  @Test
  void anotherReasonIsAChange() {
    List<String> heard = new ArrayList<>();
    Lifecycle lifecycle =
        new Lifecycle(
            "x", Clock.systemUTC(), List.of((name, before, now) -> heard.add(now.describe())));
    lifecycle.moveTo(Phase.CONNECTING, "");
    lifecycle.moveTo(Phase.CONNECTING, "nobody answers");
    assertThat(heard).containsExactly("CONNECTING", "CONNECTING: nobody answers");
  }

  /** A peer that is away for a year would fill the log, and ThingsBoard's events. */
  @Test
  void otherFiguresInAReasonAreShownAndToldNobody() {
    List<String> heard = new ArrayList<>();
    SetClock clock = new SetClock();
    Lifecycle lifecycle =
        new Lifecycle("x", clock, List.of((name, before, after) -> heard.add(after.reason())));
    lifecycle.moveTo(Phase.CONNECTING, "refused, tried 9 times, next in 5 s");
    Instant begun = clock.instant();
    clock.pass(Duration.ofMinutes(1));
    lifecycle.moveTo(Phase.CONNECTING, "refused, tried 10 times, next in 0 s");
    assertThat(heard).containsExactly("refused, tried 9 times, next in 5 s");
    assertThat(lifecycle.status().reason()).isEqualTo("refused, tried 10 times, next in 0 s");
    assertThat(lifecycle.status().since()).isEqualTo(begun);
    lifecycle.moveTo(Phase.CONNECTING, "no route");
    lifecycle.moveTo(Phase.CONNECTING, "refused, tried 11 times, next in 0 s");
    assertThat(heard).hasSize(3);
  }

  @Test
  void whoListensBadlyKeepsNobodyFromHearing() {
    List<Phase> heard = new ArrayList<>();
    StatusListener bad =
        (name, before, now) -> {
          throw new StackOverflowError("on purpose");
        };
    Lifecycle lifecycle =
        new Lifecycle(
            "x", Clock.systemUTC(), List.of(bad, (name, before, now) -> heard.add(now.phase())));
    lifecycle.moveTo(Phase.CONNECTING, "");
    assertThat(lifecycle.phase()).isEqualTo(Phase.CONNECTING);
    assertThat(heard).containsExactly(Phase.CONNECTING);
  }

  @Test
  void theLifecycleRefusesAnIllegalChange() {
    Lifecycle lifecycle = new Lifecycle("x", Clock.systemUTC(), List.of());
    assertThatThrownBy(() -> lifecycle.moveTo(Phase.RUNNING, ""))
        .hasMessage("integration 'x': STOPPED does not lead to RUNNING");
  }
}
