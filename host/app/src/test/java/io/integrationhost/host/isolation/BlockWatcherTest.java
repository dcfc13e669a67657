package io.integrationhost.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.ScriptBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockWatcherTest {

  private static final Duration OFTEN = Duration.ofMillis(10);

  @TempDir private Path data;
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
  private final List<String> ends = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private BlockWatcher watcher() {
    return new BlockWatcher(data, executor, ends::add);
  }

  private static ConverterEngine engine(BlockWatcher watcher) {
    return new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC(), watcher);
  }

  private static ScriptBlock block(String integration) {
    return new ScriptBlock(integration, LocalDate.now(ZoneId.systemDefault()), "it never ends");
  }

  private BlockFolder folder() {
    return new BlockFolder(data);
  }

  private List<String> blocked() throws IOException {
    return folder().blocks().stream().map(BlockFolder.Found::integration).toList();
  }

  @Test
  void aBlockOutlivesTheHostUntilSomebodyLiftsIt() throws IOException {
    watcher().blocked(block("yard"));
    watcher().blocked(block("hall"));
    await().until(() -> blocked().equals(List.of("hall", "yard")));

    try (BlockWatcher watcher = watcher();
        ConverterEngine engine = engine(watcher)) {
      watcher.start(engine, OFTEN);
      assertThat(engine.blocks()).containsExactlyInAnyOrder(block("hall"), block("yard"));

      assertThat(folder().askToLift("yard")).isTrue();
      await().until(() -> engine.blocks().equals(List.of(block("hall"))));
      await().until(() -> blocked().equals(List.of("hall")));
      assertThat(folder().toLift()).isEmpty();
      assertThat(folder().askToLift("yard")).isFalse();
    }
  }

  @Test
  void whatIsLiftedWhileNoHostRunsIsNotBlockedByTheNextOne() throws IOException {
    folder().write(block("yard"));
    assertThat(folder().askToLift("yard")).isTrue();
    try (BlockWatcher watcher = watcher();
        ConverterEngine engine = engine(watcher)) {
      watcher.start(engine, OFTEN);
      assertThat(engine.blocks()).isEmpty();
      assertThat(blocked()).isEmpty();
    }
  }

  @Test
  void aBlockOfAnotherDayIsForgotten() throws IOException {
    folder()
        .write(
            new ScriptBlock(
                "yard", LocalDate.now(ZoneId.systemDefault()).minusDays(1), "it never ended"));
    try (BlockWatcher watcher = watcher();
        ConverterEngine engine = engine(watcher)) {
      watcher.start(engine, OFTEN);
      assertThat(engine.blocks()).isEmpty();
      assertThat(blocked()).isEmpty();
    }
  }

  @Test
  void filesThatCannotBeUsedAreReportedAndStopNothing() throws IOException {
    folder().write(block("yard"));
    Path directory = folder().path();
    Files.writeString(directory.resolve("a.json"), "{");
    Files.writeString(directory.resolve("b.json"), "[]");
    Files.writeString(directory.resolve("c.json"), "{\"integration\": \"c\", \"since\": \"soon\"}");
    Files.writeString(
        directory.resolve("d.json"),
        "{\"integration\": \"x\", \"since\": \"2026-01-01\", \"reason\": \"r\"}");
    try (BlockWatcher watcher = watcher();
        ConverterEngine engine = engine(watcher)) {
      watcher.start(engine, OFTEN);
      assertThat(engine.blocks()).containsExactly(block("yard"));
    }
    assertThat(folder().blocks())
        .filteredOn(found -> found.block().isEmpty())
        .hasSize(4)
        .allSatisfy(
            found ->
                assertThat(found.problem().orElseThrow())
                    .contains(found.integration() + ".json", "cannot be used"));
    assertThat(folder().askToLift("a")).isTrue();
  }

  @Test
  void passesOnThatTheHostHadBetterEnd() {
    watcher().exhausted("too many");
    assertThat(ends).containsExactly("too many");
  }
}
