package io.integrationhost.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every window checks that nothing was lost; these tests are about what is made of it. */
final class BenchTest {

  @TempDir private Path directory;

  @Test
  void measuresWhatNeedsNoPluginWithoutLosingAReading() {
    List<String> progress = new ArrayList<>();
    BenchReport report =
        new Bench(
                settings(
                    List.of("fsync", "none", BenchSettings.MEMORY),
                    EnumSet.of(Scenario.LINK_CEILING, Scenario.OFFICIAL_STYLE, Scenario.CORE)),
                progress::add)
            .run();

    assertThat(report.figures().stream().map(Figures::name))
        .containsExactly(
            "link-ceiling",
            "official-style",
            "core-fsync-1",
            "core-none-1",
            "core-memory-1",
            "core-fsync-3",
            "core-none-3",
            "core-memory-3");
    assertThat(progress).hasSize(2 * report.figures().size());

    JsonObject json = JsonParser.parseString(report.json()).getAsJsonObject();
    assertThat(json.get("complete").getAsBoolean()).isTrue();
    assertThat(json.getAsJsonObject("run").get("publishers").getAsInt()).isEqualTo(16);
    JsonObject results = json.getAsJsonObject("results");
    for (Figures figures : report.figures()) {
      JsonObject result = results.getAsJsonObject(figures.name());
      assertThat(result.get("readings_per_second").getAsDouble()).isPositive();
      assertThat(result.get("cpu_us_per_reading").getAsDouble()).isPositive();
      assertThat(result.get("wire_bytes_per_reading").getAsDouble()).isGreaterThan(30);
      assertThat(result.get("heap_after_gc_bytes").getAsLong()).isPositive();
      assertThat(result.has("ratio_to_link_ceiling"))
          .isEqualTo(!figures.name().equals("link-ceiling"));
      assertThat(result.has("ratio_to_core_fsync_1"))
          .isEqualTo(figures.name().equals("core-fsync-3"));
    }
    assertThat(report.lines()).anyMatch(line -> line.equals("official-style"));
  }

  @Test
  void aRunThatIsEndedEarlyTellsWhatItHasMeasured() {
    List<String> progress = new ArrayList<>();
    AtomicReference<Bench> running = new AtomicReference<>();
    Bench bench =
        new Bench(
            settings(
                List.of("none"),
                EnumSet.of(Scenario.LINK_CEILING, Scenario.OFFICIAL_STYLE, Scenario.CORE)),
            line -> {
              progress.add(line);
              if (line.startsWith("round 1  official-style")) {
                running.get().end();
              }
            });
    running.set(bench);
    assertThat(bench.report().figures()).isEmpty();

    assertThatThrownBy(bench::run)
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("ended early");

    assertThat(progress.get(progress.size() - 1)).contains("official-style");
    JsonObject json = JsonParser.parseString(bench.report().json()).getAsJsonObject();
    assertThat(json.get("complete").getAsBoolean()).isFalse();
    assertThat(json.getAsJsonObject("results").keySet())
        .containsExactly("link-ceiling", "official-style");
    assertThat(
            json.getAsJsonObject("results")
                .getAsJsonObject("official-style")
                .get("ratio_to_link_ceiling")
                .getAsDouble())
        .isPositive();
  }

  @Test
  void saysWhichFiguresDoNotAgreeWhenReadingsAreLost() {
    assertThatThrownBy(() -> new Tally(10, 9, 9, 0).requireComplete("core"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("core: 10 readings were accepted, 9 delivered, 9 received");
    assertThatThrownBy(() -> new Tally(9, 9, 9, 1).requireComplete("core"))
        .isInstanceOf(BenchException.class);
    assertThatThrownBy(() -> new Tally(0, 0, 0, 0).requireComplete("core"))
        .isInstanceOf(BenchException.class);
  }

  @Test
  void theMedianIsTheMiddle() {
    assertThat(Numbers.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
    assertThat(Numbers.median(List.of(9.0, 1.0))).isEqualTo(5);
  }

  private BenchSettings settings(List<String> durabilities, EnumSet<Scenario> scenarios) {
    return new BenchSettings(
        directory,
        directory,
        scenarios,
        EnumSet.allOf(Attack.class),
        durabilities,
        List.of(1, 3),
        Duration.ofMillis(100),
        1,
        2,
        true,
        16);
  }
}
