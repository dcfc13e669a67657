package io.integrationhost.distribution;

import static io.integrationhost.distribution.Integrations.guide;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant wrote wrongly is named with integration, line and key, by host and TCP plugin. */
final class SliceErrorTest {

  private static final String PLACE = "JSON configuration, line ";
  private static final String PORT = "port: must be from 0 to 65535, is ";

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private int port;
  private IntegrationHandle integration;
  private HostInside host;

  @BeforeEach
  void startHost() throws IOException {
    port = Integrations.freePort();
    integration = emulator.add(guide("sensors", port));
    Path settings = Settings.of(directory, emulator.port(), "sensors");
    host = HostInside.start(settings);
    host.awaitLineWith("is RUNNING");
  }

  @AfterEach
  void stop() {
    host.close();
    emulator.close();
  }

  @Test
  void namesThePlaceOfWhatIsWrongInTheOwnTextAndServesOn() throws IOException {
    String handler = "clientConfiguration.handlerConfiguration";
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("{\n\n'port': 'abc'}", "3: " + PORT + "\"abc\"");
    wrong.put("{\n'port': 70000}", "2: " + PORT + "70000");
    wrong.put("{\n'port': [1]}", "2: " + PORT + "[1]");
    wrong.put("{'port': null}", "1: port: is missing, must be from 0 to 65535");
    wrong.put("{}", "1: port: is missing, must be from 0 to 65535");
    wrong.put("{'port': 1,\n'tcpNoDelay': 'maybe'}", "2: tcpNoDelay: must be true or false, is");
    wrong.put("{\n'clientConfiguration': 5}", "2: clientConfiguration must be an object, is a num");
    wrong.put(
        "{'clientConfiguration': {'port': 0,\n'handlerConfiguration': {\n'maxFrameLength': 0}}}",
        "3: " + handler + ".maxFrameLength: must be from 1 to 16777216, is 0");
    wrong.put(
        "{'plugins': {'yard': {'plugin': 'tcp',\n'port': 'x'}}}",
        "2, in plugins.yard: " + PORT + "\"x\"");
    wrong.put("{'plugins': {\n'tcp': {}}}", "2, in plugins.tcp: port: is missing, must be from 0");
    wrong.put("{'plugins': {'tcp': {},\n'tpc': {}}}", "2: plugins.tpc asks for plugin 'tpc'");
    wrong.put("{\n'port' 5}", "2: ");
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      push(each.getKey());
      host.awaitLine(
          line -> line.contains("integration 'sensors'") && line.contains(PLACE + each.getValue()));
    }
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
    Awaitility.await()
        .atMost(HostProcess.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(integration.received())
                    .as("ThingsBoard shows it too")
                    .filteredOn(item -> item.kind() == ReceivedItem.Kind.EVENT)
                    .anyMatch(item -> item.details().toString().contains(PLACE + "2")));
  }

  @Test
  void namesThePlaceInTheObjectOfABuiltInType() {
    integration.push(
        guide("sensors", port).toBuilder()
            .type("TCP")
            .configuration("{\n\"clientConfiguration\": {\n\"port\": 70000},\n\"metadata\": {}}")
            .build());
    host.awaitLineWith(PLACE + "3: clientConfiguration." + PORT + "70000");
  }

  @Test
  void suggestsTheKeyThatWasMeant() {
    push("{'port': " + port + ",\n'quietTimMs': 5,\n'msgGenerationInterval': 1}");
    host.awaitLineWith(PLACE + "2: quietTimMs: is not a setting of plugin tcp");
    host.awaitLineWith("did you mean 'quietTimeMs'?");
    push("{'plugins': {'tcp': {'port': " + port + ",\n'maxConections': 5}}}");
    host.awaitLineWith(PLACE + "2, in plugins.tcp: maxConections: is not a setting of plugin");
    push("{'plugins': {'tcp': {'port': " + port + "}},\n'port': 5}");
    host.awaitLineWith(PLACE + "2: key 'port' stands beside plugins and is not read");
  }

  private void push(String own) {
    integration.push(
        integration.configuration().toBuilder()
            .configuration(Integrations.custom(own.replace('\'', '"').replace("\n", "\\n")))
            .build());
  }
}
