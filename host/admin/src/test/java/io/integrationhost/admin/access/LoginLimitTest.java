package io.integrationhost.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LoginLimitTest {

  private final AtomicLong now = new AtomicLong();
  private final LoginLimit limit = new LoginLimit(now::get);

  private void failed(String address, int times) {
    for (int i = 0; i < times; i++) {
      limit.failed(address);
    }
  }

  @Test
  void whoFailsTooOftenWaitsUntilTheFirstIsAMinuteAgo() {
    failed("10.0.0.1", LoginLimit.FAILURES - 1);
    assertThat(limit.secondsToWait("10.0.0.1")).isZero();
    now.addAndGet(Duration.ofSeconds(20).toNanos());
    failed("10.0.0.1", 1);
    assertThat(limit.secondsToWait("10.0.0.1")).isEqualTo(40);
    assertThat(limit.secondsToWait("10.0.0.2")).isZero();
    now.addAndGet(Duration.ofSeconds(40).toNanos());
    assertThat(limit.secondsToWait("10.0.0.1")).isZero();
  }

  @Test
  void aMachineWithManyAddressesIsOne() {
    for (int i = 0; i < LoginLimit.FAILURES; i++) {
      limit.failed("2001:db8:0:1::" + i);
    }
    assertThat(limit.secondsToWait("2001:db8:0:1::ffff")).isPositive();
    assertThat(limit.secondsToWait("2001:db8:0:2::1")).isZero();
  }

  @Test
  void onlySoManyAddressesAreRemembered() {
    failed("10.0.0.1", LoginLimit.FAILURES);
    for (int i = 0; i < 2_000; i++) {
      limit.failed("10.1." + i / 250 + "." + i % 250);
    }
    assertThat(limit.secondsToWait("10.0.0.1")).isZero();
  }
}
