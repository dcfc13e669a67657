package io.integrationhost.ground;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DistributionTest {

  @Test
  void aValueBelongsToTheFirstBucketThatReachesIt() {
    Distribution sizes = new Distribution(Scale.BYTES);

    sizes.add(0);
    sizes.add(16);
    sizes.add(17, 3);
    sizes.add(4_194_305);

    assertThat(sizes.read().counts()).containsExactly(2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    assertThat(sizes.read().sum()).isEqualTo(16 + 51 + 4_194_305);
  }

  @Test
  void timesAreToldInSeconds() {
    Distribution times = new Distribution(Scale.DURATIONS);

    times.add(TimeUnit.MICROSECONDS.toNanos(500));
    times.add(TimeUnit.MILLISECONDS.toNanos(1500));

    assertThat(times.read().sum()).isEqualTo(1.5005);
    assertThat(times.read().counts()[0]).isOne();
    assertThat(times.read().counts()[11]).isOne();
  }

  @Test
  void aClockThatWasSetBackTakesNothingAway() {
    Distribution delays = new Distribution(Scale.DELAYS);

    delays.add(-5);

    assertThat(delays.read().sum()).isZero();
    assertThat(delays.read().counts()[0]).isOne();
  }
}
