package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoTest {

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void showsReadingsAndNoWarningsAndEndsByItself(String protocol)
      throws IOException, InterruptedException {
    try (HostProcess demo =
        HostProcess.start("demo", "--protocol", protocol, "--messages", "20", "--interval", "50")) {
      assertThat(demo.exitCode()).as(String.join("\n", demo.lines())).isZero();
      assertThat(demo.lines())
          .filteredOn(line -> line.matches(".*Device B  temperature=\\d+  humidity=\\d+  .*"))
          .hasSize(20);
      assertThat(demo.lines()).noneMatch(line -> line.contains("WARN"));
      assertThat(demo.lines()).last().asString().startsWith("20 of 20 readings arrived");
    }
  }
}
