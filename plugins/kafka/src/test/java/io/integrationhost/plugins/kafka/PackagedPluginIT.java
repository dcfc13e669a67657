package io.integrationhost.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.PackagedPluginContract;
import java.io.IOException;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

/** The jar as it is shipped, loaded by the real plugin runtime. */
class PackagedPluginIT extends PackagedPluginContract {

  @Override
  protected String configuration() {
    return "clientConfiguration {bootstrapServers: \"localhost:1\", topics: t, groupId: g}";
  }

  @Test
  void describesItself() throws IOException {
    Attributes manifest = manifest();
    assertThat(manifest.getValue("Plugin-Id")).isEqualTo("kafka");
    assertThat(manifest.getValue("Plugin-Requires")).startsWith("^1.1");
    assertThat(manifest.getValue("Plugin-License")).isEqualTo("Apache-2.0");
    assertThat(manifest.getValue("Plugin-Serves")).isEqualTo("KAFKA");
  }

  @Test
  void carriesItsLibrariesAndNothingOfTheHost() throws IOException {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("lib/kit-"))
        .allMatch(
            name ->
                name.matches("lib/(kit|kafka-clients|zstd-jni|lz4-java|snappy-java|jspecify)-.*"));
    assertThat(entries())
        .contains("META-INF/licenses/THIRD-PARTY.txt", "META-INF/licenses/zstd-jni/LICENSE");
    assertThat(classes()).allMatch(name -> name.startsWith("io/integrationhost/plugins/kafka/"));
  }
}
