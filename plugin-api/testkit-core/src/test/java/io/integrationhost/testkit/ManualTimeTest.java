package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
  private final ManualTime time = new ManualTime(start);
  private final List<Long> ran = new ArrayList<>();

  private void run() {
    ran.add(Duration.between(start, time.clock().instant()).toSeconds());
  }

  @Test
  void standsStillUntilItIsMoved() {
    assertThat(time.clock().instant()).isEqualTo(start);
    time.advance(Duration.ofSeconds(90));
    assertThat(time.clock().millis()).isEqualTo(start.toEpochMilli() + 90_000);
  }

  @Test
  void runsATaskAtItsTimeAndOnce() {
    ScheduledFuture<?> task = time.scheduler().schedule(this::run, 5, TimeUnit.SECONDS);
    time.advance(Duration.ofMillis(4999));
    assertThat(ran).isEmpty();
    time.advance(Duration.ofSeconds(10));
    assertThat(ran).containsExactly(5L);
    assertThat(task.isDone()).isTrue();
    assertThat(time.planned()).isZero();
  }

  @Test
  void repeatsUntilCancelled() {
    ScheduledFuture<?> task =
        time.scheduler().scheduleAtFixedRate(this::run, 1, 2, TimeUnit.SECONDS);
    time.advance(Duration.ofSeconds(6));
    assertThat(ran).containsExactly(1L, 3L, 5L);
    task.cancel(false);
    time.advance(Duration.ofSeconds(6));
    assertThat(ran).hasSize(3);
  }

  @Test
  void aTaskMayCancelItself() {
    var own = new ArrayList<ScheduledFuture<?>>();
    own.add(
        time.scheduler()
            .scheduleWithFixedDelay(
                () -> {
                  run();
                  own.get(0).cancel(false);
                },
                0,
                1,
                TimeUnit.SECONDS));
    time.advance(Duration.ofSeconds(5));
    assertThat(ran).containsExactly(0L);
    assertThat(time.planned()).isZero();
  }

  @Test
  void aRepeatedTaskThatThrowsIsOver() {
    ScheduledFuture<?> task =
        time.scheduler()
            .scheduleWithFixedDelay(
                () -> {
                  run();
                  throw new IllegalStateException("broken");
                },
                1,
                1,
                TimeUnit.SECONDS);
    time.advance(Duration.ofSeconds(5));
    assertThat(ran).containsExactly(1L);
    assertThatThrownBy(task::get).hasRootCauseMessage("broken");
  }

  @Test
  void keepsTheOrderOfTasksOfOneInstant() {
    time.scheduler().execute(() -> ran.add(1L));
    time.scheduler().execute(() -> ran.add(2L));
    time.advance(Duration.ZERO);
    assertThat(ran).containsExactly(1L, 2L);
  }

  @Test
  void belongsToTheHost() {
    assertThatThrownBy(() -> time.scheduler().shutdown())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
