package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time of calls after others were stopped: 5 s usually, within a window of 60 s. */
final class AllowancesTest {

  private static final ConverterLimits.Budget USUAL = ConverterLimits.defaults().budget();

  private final Allowances allowances = new Allowances(Duration.ofSeconds(60));

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private long millisAt(long second) {
    return allowances.of(USUAL, seconds(second)).budget().cpuTime().toMillis();
  }

  @Test
  void eachCallThatWasStoppedHalvesItUntilItIsForgotten() {
    assertThat(allowances.of(USUAL, 0)).isEqualTo(new Allowance(USUAL, ""));
    allowances.stopped(seconds(0));
    assertThat(millisAt(0)).isEqualTo(2_500);
    allowances.stopped(seconds(10));
    assertThat(millisAt(10)).isEqualTo(1_250);
    assertThat(millisAt(59)).isEqualTo(1_250);
    assertThat(millisAt(60)).isEqualTo(2_500);
    assertThat(allowances.of(USUAL, seconds(70))).isEqualTo(new Allowance(USUAL, ""));
  }

  @Test
  void neverLessThanAStartingCallNeeds() {
    for (int i = 0; i < 100; i++) {
      allowances.stopped(0);
    }
    assertThat(millisAt(0)).isEqualTo(200);
    ConverterLimits.Budget tight = USUAL.withCpuTime(Duration.ofMillis(50));
    assertThat(allowances.of(tight, 0)).isEqualTo(new Allowance(tight, ""));
  }

  @Test
  void whatGoodCallsTakeStaysAllowed() {
    allowances.endedAfter(Duration.ofMillis(300).toNanos());
    allowances.endedAfter(Duration.ofMillis(100).toNanos());
    for (int i = 0; i < 100; i++) {
      allowances.stopped(0);
    }
    assertThat(millisAt(0)).isEqualTo(1_200);
    allowances.endedAfter(seconds(4));
    assertThat(allowances.of(USUAL, 0)).isEqualTo(new Allowance(USUAL, ""));
  }

  @Test
  void onlyTheProcessorTimeIsLessAndTheErrorSaysWhy() {
    allowances.stopped(0);
    allowances.stopped(0);
    Allowance allowance = allowances.of(USUAL, 0);
    assertThat(allowance.budget()).isEqualTo(USUAL.withCpuTime(Duration.ofMillis(1_250)));
    assertThat(allowance.remark())
        .isEqualTo(
            " It had 1250 ms instead of 5000, as 2 calls of this converter were stopped within the"
                + " last 60 s");
  }
}
