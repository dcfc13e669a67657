package io.integrationhost.host.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsFollowerTest {

  @TempDir private Path home;

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private SettingsFollower follow(Predicate<List<IntegrationSettings>> change) throws IOException {
    Path file = home.resolve("host.conf");
    Files.writeString(file, "integrations.a { routing-key = k, secret = s }");
    LiveSettings live = new LiveSettings(new SettingsLoader(home, Map.of()), Optional.of(file));
    live.start();
    SettingsFollower follower =
        new SettingsFollower(live, Duration.ofMillis(1), change, executor, nanos::get);
    Files.writeString(file, "integrations.a { routing-key = k, secret = t }");
    return follower;
  }

  @Test
  void whatCouldNotBeDoneIsTriedAgainAfterTenSecondsWhateverTheClockSays() throws IOException {
    AtomicInteger tries = new AtomicInteger();
    try (SettingsFollower follower = follow(wanted -> tries.incrementAndGet() == 2)) {
      await().until(() -> tries.get() == 1);
      nanos.addAndGet(Duration.ofSeconds(9).toNanos());
      await()
          .during(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(30))
          .until(() -> tries.get() == 1);
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      await().until(() -> tries.get() == 2);
      assertThat(follower).isNotNull();
    }
  }

  @Test
  void anErrorIsNotTheLastLook() throws IOException {
    AtomicInteger tries = new AtomicInteger();
    Predicate<List<IntegrationSettings>> failing =
        wanted -> {
          if (tries.incrementAndGet() == 1) {
            throw new OutOfMemoryError("once");
          }
          return true;
        };
    try (SettingsFollower follower = follow(failing)) {
      await().until(() -> tries.get() == 1);
      nanos.addAndGet(Duration.ofSeconds(11).toNanos());
      await().until(() -> tries.get() == 2);
      assertThat(follower).isNotNull();
    }
  }
}
