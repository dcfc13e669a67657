package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Emulator, host and sensor as processes that know of each other only ports and keys. */
final class SeparateProcessesTest {

  @TempDir private Path directory;

  @Test
  void bringReadingsToThingsBoard() throws IOException, InterruptedException {
    int thingsBoard = Integrations.freePort();
    int devices = Integrations.freePort();
    Path config = directory.resolve("emulator.conf");
    Files.writeString(
        config,
        Files.readString(HostProcess.distribution().resolve("conf").resolve("emulator.conf"))
            .replace("5555", String.valueOf(devices)));
    try (HostProcess emulator =
            HostProcess.start(
                "emulator", "--port", String.valueOf(thingsBoard), "--config", config.toString());
        HostProcess host =
            HostProcess.start(
                Map.of(
                    "RPC_HOST", "127.0.0.1",
                    "RPC_PORT", String.valueOf(thingsBoard),
                    "INTEGRATION_ROUTING_KEY", "sensors",
                    "INTEGRATION_SECRET", "secret",
                    "INTEGRATION_STORAGE_DATA_FOLDER_PATH", directory.resolve("data").toString()),
                "run")) {
      host.awaitLineWith("is RUNNING");
      try (HostProcess sensor =
          HostProcess.start(
              "sensor",
              "--port",
              String.valueOf(devices),
              "--name",
              "Device B",
              "--interval",
              "10",
              "--count",
              "5")) {
        assertThat(sensor.exitCode()).as(String.join("\n", sensor.lines())).isZero();
        assertThat(sensor.lines()).last().isEqualTo("5 readings answered OK, 0 answered otherwise");
      }
      emulator.awaitLine(
          line -> line.contains("\"name\":\"Device B\"") && line.contains("\"temperature\":"));
    }
  }

  @Test
  void aSensorWithoutAHostSaysWhatToLookFor() throws IOException, InterruptedException {
    int nobody = Integrations.freePort();
    try (HostProcess sensor =
        HostProcess.start(
            "sensor", "--port", String.valueOf(nobody), "--count", "1", "--wait", "0")) {
      assertThat(sensor.exitCode()).isEqualTo(1);
      assertThat(String.join("\n", sensor.lines())).contains("is the host running");
    }
  }

  @Test
  void checkFindsEverythingThatIsWrong() throws IOException, InterruptedException {
    int nobody = Integrations.freePort();
    Path settings = Settings.of(directory, nobody, "a", "b");
    try (HostProcess check = HostProcess.start("check", "--conf", settings.toString())) {
      assertThat(check.exitCode()).isEqualTo(1);
      assertThat(check.lines())
          .anyMatch(line -> line.startsWith("PROBLEM  integration a") && line.contains("refused"))
          .anyMatch(line -> line.startsWith("PROBLEM  integration b"))
          .anyMatch(line -> line.startsWith("ok       plugin tcp"));
    }
  }
}
