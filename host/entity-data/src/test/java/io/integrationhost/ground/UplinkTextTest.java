package io.integrationhost.ground;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Entity;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UplinkTextTest {

  @Test
  void readingsAreNamedByTheirEntities() {
    Reading both =
        new Reading(
            Entity.device("D"),
            List.of(new TimedValues(5, Map.of("t", Value.of(1.5)))),
            Map.of("serial", Value.of("S1")));
    Reading asset =
        new Reading(Entity.asset("Hall", "building"), List.of(), Map.of("open", Value.of(true)));
    assertThat(UplinkText.ofDecoded(new Uplink.Readings(List.of(both, asset), new Source("1"))))
        .isEqualTo(
            "[{\"deviceName\":\"D\",\"telemetry\":[{\"ts\":5,\"values\":{\"t\":1.5}}],"
                + "\"attributes\":{\"serial\":\"S1\"}},"
                + "{\"assetName\":\"Hall\",\"attributes\":{\"open\":true}}]");
  }
}
