package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final double ALMOST_ONE = 0.999_999;

  @Test
  void doublesUpToTheLongest() {
    Backoff.Steps steps = Backoff.standard().normal();

    assertThat(steps.delay(1, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(steps.delay(1, ALMOST_ONE))
        .isBetween(Duration.ofMillis(1999), Duration.ofSeconds(2));
    assertThat(steps.delay(3, 0)).isEqualTo(Duration.ofSeconds(4));
    assertThat(steps.delay(3, 0.5)).isEqualTo(Duration.ofSeconds(6));
    assertThat(steps.delay(1_000_000, 0)).isEqualTo(Duration.ofSeconds(15));
    assertThat(steps.delay(1_000_000, ALMOST_ONE))
        .isBetween(Duration.ofMillis(29_999), Duration.ofSeconds(30));
  }

  @Test
  void refusalsAreMuchSlower() {
    Backoff.Steps steps = Backoff.standard().refused();

    assertThat(steps.delay(1, 0)).isEqualTo(Duration.ofSeconds(30));
    assertThat(steps.delay(9, ALMOST_ONE))
        .isBetween(Duration.ofSeconds(299), Duration.ofSeconds(300));
  }

  @Test
  void aFixedDelayIsPossible() {
    Backoff.Steps steps = new Backoff.Steps(Duration.ofMillis(10), Duration.ofMillis(10));

    assertThat(steps.delay(7, 0.7)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Backoff.Steps(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff.Steps(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
