package io.integrationhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.plugin.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one configuration does, the integration takes the next one. */
final class ConfigurationFaultTest {

  private static final String DECODER = "return {deviceName: 'D', telemetry: {t: 1}};";

  @TempDir private Path directory;
  private HostRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new HostRig(directory, item -> {});
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static String nested(int levels) {
    return "\"x\": " + "[".repeat(levels) + "]".repeat(levels);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nested",
        "\"fail\": \"an Error of the plugin\"",
        "\"x\": \"unfinished",
        "\"x\": 1, \"downlink\": true"
      })
  void aConfigurationThatCannotBeUsedLeavesTheIntegrationAsItIs(String slice) throws Exception {
    IntegrationHandle integration = rig.start(List.of(), rig.integration("yard", "", DECODER));
    String bad = slice.equals("nested") ? nested(1_000) : slice;
    boolean downlink = slice.contains("downlink");
    var changed = integration.configuration().toBuilder().configuration(rig.configuration(bad));
    integration.push(
        (downlink
                ? changed.downlinkConverter(rig.decoder("down", "x").withConfiguration("{broken"))
                : changed)
            .build());
    until(() -> rig.running().status().phase() == Phase.DEGRADED);
    assertThat(rig.publish("1", "x").toCompletableFuture().get(30, TimeUnit.SECONDS))
        .isEqualTo(new Receipt.Stored(List.of("D")));

    integration.push(
        integration.configuration().toBuilder()
            .noDownlinkConverter()
            .configuration(rig.configuration("\"port\": 7"))
            .build());
    until(() -> rig.slice().filter(now -> now.hasPath("port")).isPresent());
    until(() -> rig.running().status().phase() == Phase.RUNNING);
    integration.push(integration.configuration().toBuilder().enabled(false).build());
    until(() -> rig.running().status().phase() == Phase.DISABLED);
  }

  @Test
  void nestingThatIsTooDeepIsNamed() throws Exception {
    IntegrationHandle integration = rig.start(List.of(), rig.integration("yard", "", DECODER));
    integration.push(
        integration.configuration().toBuilder()
            .configuration(rig.configuration(nested(1_000)))
            .build());
    until(() -> rig.running().status().phase() == Phase.DEGRADED);
    assertThat(rig.running().status().reason())
        .contains("JSON configuration, line 1", "nested more than 100 levels", "in ThingsBoard");
  }

  @Test
  void anErrorOfWhoHearsOfTheStateStopsNothing() throws Exception {
    AtomicBoolean armed = new AtomicBoolean();
    StatusListener listener =
        (integration, before, now) -> {
          if (armed.getAndSet(false)) {
            throw new OutOfMemoryError("once");
          }
        };
    IntegrationHandle integration =
        rig.start(List.of(listener), rig.integration("yard", "", DECODER));
    armed.set(true);
    integration.push(integration.configuration().toBuilder().enabled(false).build());
    until(() -> !armed.get());
    integration.push(integration.configuration().toBuilder().enabled(true).build());
    until(() -> rig.running().status().phase() == Phase.RUNNING);
    armed.set(true);
    rig.emulator().stopListening();
    until(() -> !armed.get());
    rig.emulator().startListening();
    until(() -> rig.running().status().phase() == Phase.RUNNING);
  }

  private static void until(BooleanSupplier condition) {
    await().atMost(HostRig.PATIENCE).until(condition::getAsBoolean);
  }
}
