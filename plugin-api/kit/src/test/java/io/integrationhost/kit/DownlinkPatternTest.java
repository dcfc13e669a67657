package io.integrationhost.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a downlink goes to, by its metadata. */
class DownlinkPatternTest {

  private static final DownlinkPattern PATTERN =
      new DownlinkPattern("downlinkTopic", "plant.${site}.${deviceName}.down");

  private static Downlink downlink(Map<String, String> metadata) {
    return new Downlink("boiler", ContentType.TEXT, new byte[0], metadata);
  }

  @Test
  void metadataFillItAndTheDeviceHasItsName() {
    assertThat(PATTERN.of(downlink(Map.of("site", "$1\\x")))).isEqualTo("plant.$1\\x.boiler.down");
    assertThat(PATTERN.of(downlink(Map.of("site", "n", "deviceName", "other"))))
        .isEqualTo("plant.n.other.down");
    assertThat(new DownlinkPattern("k", "a$b{c}").of(Map.of())).isEqualTo("a$b{c}");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> PATTERN.of(downlink(Map.of("place", "n"))))
        .hasMessageContaining("downlinkTopic 'plant.${site}.${deviceName}.down' needs 'site'")
        .hasMessageContaining("they have [deviceName, place]");
    assertThatThrownBy(() -> PATTERN.of(Map.of("site", "n")))
        .hasMessageContaining("needs 'deviceName'");
  }
}
