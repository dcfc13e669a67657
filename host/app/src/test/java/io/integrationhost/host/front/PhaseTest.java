package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.StatusListener;
import java.time.Clock;
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
