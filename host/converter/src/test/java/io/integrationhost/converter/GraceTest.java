package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a script that was told to stop counts as one that nothing can stop. */
final class GraceTest {
  private final Grace grace = new Grace(Duration.ofSeconds(1).toNanos());

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @ParameterizedTest
  @CsvSource({
    // It computes beside others.
    "2000, 2000, true",
    "2000, 500, true",
    "1000, 250, true",
    // It waits for a processor.
    "2000, 0, false",
    "2000, 249, false",
    "7999, 249, false",
    // It waits for something else, or the machine is hopeless.
    "8000, 0, true",
    "60000, 249, true"
  })
  void byTheProcessorTimeThatTheThreadHad(long wallMillis, long cpuMillis, boolean over) {
    assertThat(grace.isOver(nanos(wallMillis), nanos(cpuMillis))).isEqualTo(over);
  }
}
