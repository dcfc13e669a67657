package io.integrationhost.host.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.ConverterLimits.Pool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScriptMemoryTest {

  @ParameterizedTest
  @CsvSource({"512, 2, 100", "512, 8, 51", "256, 2, 100", "128, 2, 51", "48, 16, 8"})
  void allScriptsTogetherFitIntoTheHeap(long heapMib, int threads, long callMib) {
    ConverterLimits wanted = ConverterLimits.defaults().with(new Pool(threads, 1_000));
    ConverterLimits given = new ScriptMemory(heapMib << 20).within(wanted);
    assertThat(given.budget().memory() >> 20).isEqualTo(callMib);
    assertThat(given.budget().cpuTime()).isEqualTo(wanted.budget().cpuTime());
    assertThat(given.pool()).isEqualTo(wanted.pool());
  }
}
