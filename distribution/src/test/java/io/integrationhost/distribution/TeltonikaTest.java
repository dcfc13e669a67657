package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracker, the shipped plugin and the host, which is killed as a process. */
final class TeltonikaTest {

  private static final String LOGIN = "000f333536333037303432343431303133";

  /** The command of the maker's documentation, in Codec 12. */
  private static final String GETINFO = "000000000000000f0c010500000007676574696e666f0100004312";

  /** One record of the maker's documentation. */
  private static final String RECORD =
      "000000000000003608010000016b40d8ea30010000000000000000000000000000000105021503010101425e0f01"
          + "f10000601a014e0000000000000000010000c7cf";

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @Test
  void deliversWhatItHasAcknowledgedThoughTheHostIsKilled()
      throws IOException, InterruptedException {
    int port = Integrations.freePort();
    emulator.add(trackers(port));
    try (HostProcess host = run()) {
      host.awaitLineWith("integration 'trackers' is RUNNING");
      emulator.stopListening();
      host.awaitLineWith("is DEGRADED");
      try (Socket tracker = new Socket(InetAddress.getLoopbackAddress(), port)) {
        tracker.setSoTimeout((int) HostProcess.PATIENCE.toMillis());
        assertThat(ask(tracker, LOGIN, 1)).isEqualTo("01");
        assertThat(ask(tracker, RECORD, 4)).isEqualTo("00000001");
      }
      host.kill();
    }
    emulator.startListening();
    try (HostInside host = HostInside.start(settings())) {
      host.awaitLineWith("integration 'trackers' is RUNNING");
      await().atMost(HostProcess.PATIENCE).until(() -> !records().isEmpty());
      assertThat(records().get(0).name()).isEqualTo("356307042441013");
      assertThat(records().get(0).type()).isEqualTo("teltonika");
      assertThat(records().get(0).telemetry())
          .singleElement()
          .satisfies(
              reading ->
                  assertThat(reading.values())
                      .containsEntry("externalVoltage", 24.079)
                      .containsEntry("gsmOperator", 24_602L));
      commandsWaitForTheTracker(port);
    }
  }

  private void commandsWaitForTheTracker(int port) throws IOException {
    EmulatedDownlink command =
        EmulatedDownlink.of("356307042441013", "RPC", "{\"params\": \"getinfo\"}");
    assertThat(emulator.integration("trackers").push(command)).isTrue();
    try (Socket tracker = new Socket(InetAddress.getLoopbackAddress(), port)) {
      tracker.setSoTimeout((int) HostProcess.PATIENCE.toMillis());
      assertThat(ask(tracker, LOGIN, 1)).isEqualTo("01");
      assertThat(ask(tracker, "", GETINFO.length() / 2)).isEqualTo(GETINFO);
    }
  }

  /** As the guide says: the class name chooses the plugin, the converter is there but not used. */
  private static EmulatedIntegration trackers(int port) {
    return EmulatedIntegration.builder("trackers", Integrations.secret("trackers"))
        .name("trackers")
        .configuration(
            "{\"clazz\": \"teltonika\", \"configuration\": \"{\\\"port\\\": "
                + port
                + "}\", \"metadata\": {}}")
        .uplinkConverter(Integrations.decoder("trackers", "temperature"))
        .downlinkConverter(
            EmulatedConverter.of(
                "commands", "{\"encoder\": \"return {contentType: 'TEXT', data: msg.params};\"}"))
        .build();
  }

  private static String ask(Socket tracker, String hex, int answerLength) throws IOException {
    tracker.getOutputStream().write(HexFormat.of().parseHex(hex));
    return HexFormat.of().formatHex(tracker.getInputStream().readNBytes(answerLength));
  }

  private List<ReceivedItem> records() {
    return emulator.integration("trackers").received().stream()
        .filter(item -> !item.telemetry().isEmpty())
        .toList();
  }

  private HostProcess run() throws IOException {
    return HostProcess.start("run", "--conf", settings().toString());
  }

  private Path settings() throws IOException {
    return Settings.of(directory, emulator.port(), "trackers");
  }
}
