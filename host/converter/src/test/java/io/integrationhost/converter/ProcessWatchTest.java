package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.process.ProcessCommand;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

final class ProcessWatchTest {
  private boolean noThreads = true;

  private final ThreadFactory threads =
      task -> {
        if (noThreads) {
          throw new OutOfMemoryError("thrown by a test");
        }
        return Threads.create("watch-of-a-test", task);
      };

  private static ProcessCrew crew(ProcessWatch watch) {
    return new ProcessCrew(
        "test",
        ConverterLimits.defaults().with(new ConverterLimits.Pool(1, 10)),
        Map.of(),
        new ProcessCommand("io.integrationhost.Nothing"),
        Duration.ofDays(1),
        watch::wake);
  }

  @Test
  void aCrewThatNobodyCanLookAfterLeavesNoThreadAndTheNextOneIsLookedAfter() {
    ProcessWatch watch = new ProcessWatch(1, threads);
    ProcessCrew first = crew(watch);
    assertThatThrownBy(() -> watch.add(first)).isInstanceOf(OutOfMemoryError.class);
    assertThat(first.join()).isTrue();
    assertThat(watch.crews()).isEmpty();

    noThreads = false;
    watch.add(crew(watch));
    assertThat(watch.crews()).hasSize(1);
    assertThat(watch.close(0)).isTrue();
  }
}
