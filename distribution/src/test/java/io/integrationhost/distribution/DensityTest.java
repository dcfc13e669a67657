package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The comparison of one process with many, in small: it measures, and leaves nothing behind. */
@EnabledOnOs(OS.LINUX)
final class DensityTest {

  private static final String[] COMMAND = {
    "bench", "--scenario", "density", "--integrations", "2", "--json", "--seconds"
  };

  @Test
  void comparesOneProcessWithMany() throws IOException, InterruptedException {
    try (HostProcess bench = start("0.1")) {
      assertThat(bench.exitCode()).as(String.join("\n", bench.lines())).isZero();
      String output = String.join("\n", bench.lines());
      JsonObject results =
          JsonParser.parseString(output.substring(output.indexOf('{')))
              .getAsJsonObject()
              .getAsJsonObject("results");
      JsonObject one = results.getAsJsonObject("one-process");
      JsonObject many = results.getAsJsonObject("single-processes");
      assertThat(one.get("processes").getAsInt()).isOne();
      assertThat(many.get("processes").getAsInt()).isEqualTo(2);
      for (String figure : List.of("resident_bytes", "proportional_bytes", "threads")) {
        assertThat(one.get(figure).getAsLong()).isPositive();
        assertThat(many.get(figure).getAsLong()).isGreaterThan(one.get(figure).getAsLong());
      }
    }
  }

  @Test
  void leavesNoProcessBehindWhenItIsKilled() throws IOException, InterruptedException {
    try (HostProcess bench = start("600")) {
      bench.awaitLineWith("one-process  1 of 1 processes run");
      List<ProcessHandle> hosts = bench.children();
      assertThat(hosts).isNotEmpty();
      bench.kill();
      await()
          .atMost(HostProcess.PATIENCE)
          .until(() -> hosts.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private static HostProcess start(String seconds) throws IOException {
    String[] arguments = java.util.Arrays.copyOf(COMMAND, COMMAND.length + 1);
    arguments[COMMAND.length] = seconds;
    return HostProcess.start(arguments);
  }
}
