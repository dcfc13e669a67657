package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.host.Host;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.SettingsLoader;
import io.integrationhost.host.wirelog.WireLogView;
import io.integrationhost.host.wirelog.WireLogWish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire log of a host that runs. */
final class WireLogRunTest {

  @TempDir private Path directory;

  @Test
  void followsTransportsThatAreMadeAnewAndEndsWithTheHost() throws IOException {
    try (TalkingHost around = new TalkingHost(directory, "");
        Host host =
            Host.start(
                new SettingsLoader(directory, Map.of()).load(Optional.of(around.settings())),
                Clock.systemUTC(),
                List.of())) {
      RunningIntegration yard =
          host.integrations().stream()
              .filter(each -> each.name().equals("yard"))
              .findFirst()
              .orElseThrow();
      await().atMost(Duration.ofSeconds(60)).until(() -> yard.status().phase() == Phase.RUNNING);
      WireLogView begun =
          yard.wireLog()
              .begin(
                  new WireLogWish(
                      Duration.ofMinutes(5),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      false));
      assertThat(begun.isRunning()).isTrue();
      assertThat(begun.directory()).isEqualTo(around.data().resolve("logs/wire/yard"));
      Path file = begun.directory().resolve("talking.log");
      yard.steering().restart(plan -> true).toCompletableFuture().join();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(file)
                      .content(UTF_8)
                      .containsSubsequence(
                          " - 192.0.2.7:1 - 0 stopped",
                          " first\\u0020\"session\" + 192.0.2.7:1",
                          " < 192.0.2.7:1 - 7 \"25,40\\r\\n\""));
      assertThat(yard.wireLog().end().isRunning()).isFalse();
      long size = Files.size(file);
      yard.steering().restart(plan -> true).toCompletableFuture().join();
      assertThat(Files.size(file)).isEqualTo(size);
    }
  }
}
