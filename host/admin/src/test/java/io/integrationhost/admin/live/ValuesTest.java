package io.integrationhost.admin.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ValuesTest {

  private final Distribution times = new Distribution(Scale.DURATIONS);

  @Test
  void quantilesAreOfWhatCameMeanwhile() {
    times.add(5_000_000_000L, 100);
    Distribution.Reading before = times.read();
    times.add(3_000_000, 98);
    times.add(900_000_000, 2);
    Distribution.Reading now = times.read();
    assertThat(Values.quantile(before, now, 0.5)).isBetween(.0025, .005);
    assertThat(Values.quantile(before, now, 0.99)).isBetween(.5, 1.0);
    assertThat(Values.quantile(now, times.read(), 0.5)).isNaN();
  }

  @Test
  void whatIsBeyondTheLastBoundIsAtLeastThat() {
    Distribution.Reading before = times.read();
    times.add(60_000_000_000L);
    assertThat(Values.quantile(before, times.read(), 0.99)).isCloseTo(10, Offset.offset(1e-9));
  }
}
