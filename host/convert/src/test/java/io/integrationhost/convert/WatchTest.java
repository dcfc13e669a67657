package io.integrationhost.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchTest {

  @TempDir private Path directory;

  private final AtomicInteger runs = new AtomicInteger();

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watch(List<Path> files, List<Runnable> betweenLooks) throws InterruptedException {
    Queue<Runnable> steps = new ArrayDeque<>(betweenLooks);
    new Watch(
            () -> files,
            runs::incrementAndGet,
            () -> {
              Runnable step = steps.poll();
              if (step != null) {
                step.run();
              }
              return step != null;
            })
        .run();
  }

  @Test
  void runsOnceAndAgainAfterEachChange() throws InterruptedException {
    Path script = directory.resolve("a.js");
    Path payload = directory.resolve("p.txt");
    write(script, "1");
    watch(
        List.of(script, payload),
        List.of(
            () -> assertThat(runs).hasValue(1),
            () -> write(script, "2"),
            () -> assertThat(runs).hasValue(2),
            () -> write(script, "2"),
            () -> assertThat(runs).hasValue(2),
            () -> write(payload, "new"),
            () -> assertThat(runs).hasValue(3)));
    assertThat(runs).hasValue(3);
  }

  @Test
  void endsWhenItIsTold() throws InterruptedException {
    watch(List.of(), List.of());
    assertThat(runs).hasValue(1);
  }
}
