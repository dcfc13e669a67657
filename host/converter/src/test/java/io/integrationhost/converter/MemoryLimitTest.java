package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that want all the memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemoryLimitTest {
  private Converters converters;
  private UplinkConverter neighbour;

  @BeforeAll
  void open() {
    converters = new Converters(Converters.LITTLE_MEMORY);
    neighbour = converters.script("neighbour", "return {deviceName: 'N' + payload.length};");
  }

  @AfterAll
  void close() {
    converters.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var all = []; for (;;) all.push({a: [1, 2, 3], b: 'text' + all.length});",
        "new Array(3e8).fill(1); for (;;);",
        "var all = []; for (;;) all.push(String(all.length).repeat(10000).split(''));",
        "var all = []; for (;;) all.push(new Uint8Array(10000000));"
      })
  void isStopped(String body) {
    Attack.on(converters, neighbour).isStopped(body, Kind.MEMORY, "Script memory overflow!");
  }
}
