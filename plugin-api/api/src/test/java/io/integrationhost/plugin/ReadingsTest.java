package io.integrationhost.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadingsTest {

  private static final Source SOURCE = new Source("1");

  @Test
  void entities() {
    assertThat(Entity.device("D"))
        .isEqualTo(new Entity(Entity.Kind.DEVICE, "D", "default", "", "", ""));
    assertThat(Entity.of(new Device("D", "meter")))
        .isEqualTo(new Entity(Entity.Kind.DEVICE, "D", "meter", "", "", ""));
    assertThat(Entity.asset("Hall", "building"))
        .isEqualTo(new Entity(Entity.Kind.ASSET, "Hall", "building", "", "", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Entity.asset(" ", "building"))
        .withMessage("entity name is blank (expected: a name)");
  }

  @Test
  void keepWhatTheyWereMadeOfInItsOrder() {
    Map<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("z", Value.of(1));
    attributes.put("a", Value.of(2));
    List<TimedValues> telemetry = new ArrayList<>(List.of(new TimedValues(5, attributes)));
    List<Reading> all =
        new ArrayList<>(List.of(new Reading(Entity.device("D"), telemetry, attributes)));
    Uplink.Readings readings = new Uplink.Readings(all, SOURCE);
    all.clear();
    telemetry.clear();
    attributes.clear();
    Reading only = readings.readings().get(0);
    assertThat(only.telemetry()).hasSize(1);
    assertThat(only.attributes().keySet()).containsExactly("z", "a");
  }

  @Test
  void anUplinkOfNothingIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Uplink.Readings(List.of(), SOURCE))
        .withMessage("readings are empty (expected: at least one)");
  }
}
