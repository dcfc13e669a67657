package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark with what only the distribution has: the TCP plugin, and a process of its own. */
final class BenchCommandTest {

  @TempDir private Path temporary;

  /** The attacking neighbour's converter is refused what it tries; nobody's reading is lost. */
  @Test
  void measuresTheWholeHostWithTcpDevicesAloneAndBesideAnAttack()
      throws IOException, InterruptedException {
    try (HostProcess bench =
        bench(
            "--scenario=tcp,latency,attacks",
            "--attacks=tbel-exit",
            "--seconds=0.3",
            "--rounds=1",
            "--connections=3")) {
      assertThat(bench.exitCode()).as(String.join("\n", bench.lines())).isZero();
      JsonObject json = json(bench);
      assertThat(json.get("complete").getAsBoolean()).isTrue();
      JsonObject results = json.getAsJsonObject("results");
      assertThat(results.keySet())
          .containsExactly(
              "tcp-official-style", "tcp-none", "latency-100-per-s-none", "beside-tbel-exit");
      assertThat(positive(results.getAsJsonObject("beside-tbel-exit"), "ratio_to_alone")).isTrue();
      for (String name : List.of("tcp-official-style", "tcp-none", "latency-100-per-s-none")) {
        JsonObject result = results.getAsJsonObject(name);
        assertThat(positive(result, "readings_per_second")).as(name).isTrue();
        assertThat(positive(result, "socket_to_ok_count")).as(name).isTrue();
        assertThat(positive(result, "socket_to_ok_p99_us")).as(name).isTrue();
      }
      assertThat(positive(results.getAsJsonObject("tcp-none"), "ratio_to_tcp_official_style"))
          .isTrue();
      JsonObject latency = results.getAsJsonObject("latency-100-per-s-none");
      // A device that sends a reading every 10 ms, whatever the machine does, sends no more.
      assertThat(latency.get("readings_per_second").getAsDouble()).isLessThan(1000);
      assertThat(positive(latency, "socket_to_server_count")).isTrue();
      assertThat(positive(latency, "socket_to_server_p50_us")).isTrue();
    }
    assertThat(leftOver()).isEmpty();
  }

  @Test
  void tellsWhatItHasMeasuredWhenItIsEnded() throws IOException, InterruptedException {
    try (HostProcess bench =
        bench("--scenario=link-ceiling,official-style", "--seconds=0.1", "--rounds=100")) {
      bench.awaitLineWith("round 1  link-ceiling");
      bench.terminate();
      JsonObject json = json(bench);
      assertThat(json.get("complete").getAsBoolean()).isFalse();
      assertThat(json.getAsJsonObject("run").get("rounds").getAsInt()).isEqualTo(100);
      assertThat(
              positive(
                  json.getAsJsonObject("results").getAsJsonObject("link-ceiling"),
                  "readings_per_second"))
          .isTrue();
    }
    assertThat(leftOver()).isEmpty();
  }

  private HostProcess bench(String... arguments) throws IOException {
    return HostProcess.start(
        Map.of("JAVA_OPTS", HostProcess.QUICK_START + " -Djava.io.tmpdir=" + temporary),
        Stream.concat(Stream.of("bench", "--json", "--durability=none"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** The one object, behind the lines that tell of the progress. */
  private static JsonObject json(HostProcess bench) {
    List<String> lines = bench.lines();
    assertThat(lines).as("output").contains("{", "}");
    return JsonParser.parseString(
            String.join("\n", lines.subList(lines.indexOf("{"), lines.indexOf("}") + 1)))
        .getAsJsonObject();
  }

  private static boolean positive(JsonObject result, String key) {
    return result.has(key) && result.get(key).getAsDouble() > 0;
  }

  private List<Path> leftOver() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("integration-host-bench"))
          .toList();
    }
  }
}
