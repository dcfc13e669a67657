package io.integrationhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.TransportContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sets for transports reaches them, and changes while the host runs. */
final class OperatorSettingsReloadTest {

  private static final String SECTION = HostRig.section("yard", "yard-secret");

  @TempDir private Path directory;

  @Test
  void replacesOnlyWhatIsConfiguredAnew() throws Exception {
    try (HostRig rig = new HostRig(directory, item -> {})) {
      rig.start(
          List.of(), rig.integration("yard", "\"speed\": 1", "return {};".replace("\"", "'")));
      assertThat(rig.context().orElseThrow().routingKey()).isEqualTo("yard");
      assertThat(rig.context().orElseThrow().integrationType()).isEqualTo("CUSTOM");
      assertThat(rig.context().orElseThrow().overlay().isEmpty()).isTrue();
      assertThat(rig.context().orElseThrow().secret("meter")).isEmpty();
      assertThat(rig.starts()).isEqualTo(1);

      TransportContext first = rig.context().orElseThrow();
      rig.write(SECTION + "integrations.yard.secrets.meter = one");
      await().atMost(HostRig.PATIENCE).until(() -> first.secret("meter").isPresent());
      assertThat(first.secret("meter")).contains("one");
      rig.write(
          SECTION
              + "integrations.yard.secrets.meter = two\n"
              + "integrations.yard.transports.rig.speed = 7\n"
              + "plugins.rig { speed = 5, size = 3 }");
      await().atMost(HostRig.PATIENCE).until(() -> rig.starts() == 2 && rig.context().isPresent());
      TransportContext second = rig.context().orElseThrow();
      assertThat(second.config().getInt("speed")).isEqualTo(7);
      assertThat(second.config().getInt("size")).isEqualTo(3);
      assertThat(second.overlay().root().keySet()).containsExactly("speed");
      assertThat(second.secret("meter")).contains("two");
      assertThat(rig.running().status().reason()).isEmpty();
    }
  }
}
