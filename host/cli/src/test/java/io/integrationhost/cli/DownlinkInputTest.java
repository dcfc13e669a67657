package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class DownlinkInputTest {

  @Test
  void saysWhatBecameOfALine() {
    try (Emulator emulator =
        Emulator.start(EmulatorSettings.builder().integration(integration("a")).build())) {
      PrintWriter nowhere = new PrintWriter(new StringWriter());
      DownlinkInput lines =
          new DownlinkInput(emulator::integrations, new Console(nowhere, nowhere));
      assertThat(lines.send("{\"device\": \"D\", \"data\": {}}")).contains("no host is connected");
      assertThat(lines.send("{\"data\": {}}")).contains("'device' is missing", "write one line");
      assertThat(lines.send("open the valve")).contains("not a downlink");
      assertThat(lines.send("{\"device\": \"D\", \"integration\": \"b\"}")).contains("b");
      emulator.add(integration("b"));
      assertThat(lines.send("{\"device\": \"D\"}")).contains("'integration' is missing");
      assertThat(
              lines.send("{\"device\": \"D\", \"integration\": \"b\", \"metadata\": {\"k\": 1}}"))
          .contains("no host is connected");
    }
  }

  private static EmulatedIntegration integration(String key) {
    return EmulatedIntegration.builder(key, "secret")
        .uplinkConverter(EmulatedConverter.of("decoder", "{}"))
        .build();
  }
}
