package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UpdateOnlyKeysTest {
  private final UpdateOnlyKeys keys = new UpdateOnlyKeys(Set.of("a", "long"), 2);

  private static EntityData telemetry(String name, TimedValues... values) {
    return entity(name, Optional.of(List.of(values)), Optional.empty());
  }

  private static EntityData attributes(String name, String key, Value value) {
    return entity(name, Optional.empty(), Optional.of(Map.of(key, value)));
  }

  private static EntityData entity(
      String name, Optional<List<TimedValues>> telemetry, Optional<Map<String, Value>> attributes) {
    return new EntityData(EntityKind.DEVICE, name, "t", "", "", "", telemetry, attributes);
  }

  private static TimedValues at(long ts, String key, Value value) {
    return new TimedValues(ts, Map.of(key, value));
  }

  private boolean passes(EntityData data) {
    EntityData left = keys.apply(data);
    return !left.telemetry().orElse(List.of()).isEmpty()
        || !left.attributes().orElse(Map.of()).isEmpty();
  }

  @Test
  void aListedKeyPassesWhenItsValueChanges() {
    assertThat(passes(telemetry("D", at(1, "a", Value.of(5))))).isTrue();
    assertThat(passes(telemetry("D", at(2, "a", Value.of(5))))).isFalse();
    assertThat(passes(telemetry("D", at(3, "a", Value.of("5"))))).isFalse();
    assertThat(passes(telemetry("D", at(4, "a", Value.of(5.0))))).isTrue();
    assertThat(passes(telemetry("D", at(5, "a", Value.of(5))))).isTrue();
  }

  @Test
  void anUnlistedKeyAlwaysPasses() {
    assertThat(passes(telemetry("D", at(1, "b", Value.of(true))))).isTrue();
    assertThat(passes(telemetry("D", at(2, "b", Value.of(true))))).isTrue();
  }

  @Test
  void telemetryThatLostAllStaysSetAndEmpty() {
    EntityData data =
        telemetry("D", at(1, "a", Value.of(1)), at(2, "a", Value.of(1)), at(3, "b", Value.of(1)));
    assertThat(keys.apply(data).telemetry().orElseThrow())
        .containsExactly(at(1, "a", Value.of(1)), at(3, "b", Value.of(1)));
    assertThat(keys.apply(telemetry("D", at(4, "a", Value.of(1)))).telemetry()).contains(List.of());
  }

  @Test
  void onlyTheListedKeyIsDroppedFromItsList() {
    Map<String, Value> both = Map.of("a", Value.of(1), "b", Value.of(1));
    keys.apply(telemetry("D", new TimedValues(1, both)));
    assertThat(keys.apply(telemetry("D", new TimedValues(2, both))).telemetry().orElseThrow())
        .containsExactly(at(2, "b", Value.of(1)));
  }

  @Test
  void attributesAndTelemetryAreApart() {
    assertThat(passes(telemetry("D", at(1, "a", Value.of(1))))).isTrue();
    assertThat(passes(attributes("D", "a", Value.of(1)))).isTrue();
    assertThat(keys.apply(attributes("D", "a", Value.of(1))).attributes()).contains(Map.of());
  }

  @Test
  void entitiesAreApart() {
    assertThat(passes(telemetry("D", at(1, "a", Value.of(1))))).isTrue();
    assertThat(passes(telemetry("E", at(1, "a", Value.of(1))))).isTrue();
  }

  @Test
  void aDeviceAndAnAssetOfOneNameAreNot() {
    EntityData asset =
        new EntityData(
            EntityKind.ASSET,
            "D",
            "t",
            "",
            "",
            "",
            Optional.of(List.of(at(2, "a", Value.of(1)))),
            Optional.empty());
    assertThat(passes(telemetry("D", at(1, "a", Value.of(1))))).isTrue();
    assertThat(passes(asset)).isFalse();
  }

  @Test
  void longValuesAreComparedWhole() {
    String text = "x".repeat(100_000);
    assertThat(passes(telemetry("D", at(1, "long", Value.of(text))))).isTrue();
    assertThat(passes(telemetry("D", at(2, "long", Value.of(text))))).isFalse();
    assertThat(passes(telemetry("D", at(3, "long", Value.json(text + "y"))))).isTrue();
  }

  @Test
  void theEntityUnusedLongestIsForgotten() {
    keys.apply(telemetry("D", at(1, "a", Value.of(1))));
    keys.apply(telemetry("E", at(1, "a", Value.of(1))));
    assertThat(passes(telemetry("D", at(2, "a", Value.of(1))))).isFalse();
    keys.apply(telemetry("F", at(1, "a", Value.of(1))));
    assertThat(passes(telemetry("D", at(3, "a", Value.of(1))))).isFalse();
    assertThat(passes(telemetry("E", at(3, "a", Value.of(1))))).isTrue();
  }

  @Test
  void whatWasNotStoredPassesAgain() {
    assertThat(passes(telemetry("D", at(1, "a", Value.of(1))))).isTrue();
    keys.forget("D");
    assertThat(passes(telemetry("D", at(1, "a", Value.of(1))))).isTrue();
  }

  @Test
  void aChangedListKeepsWhatIsStillListed() {
    keys.apply(telemetry("D", at(1, "a", Value.of(1)), at(1, "long", Value.of(1))));
    keys.retain(Set.of("a", "b"));
    assertThat(passes(telemetry("D", at(2, "a", Value.of(1))))).isFalse();
    assertThat(passes(telemetry("D", at(2, "long", Value.of(1))))).isTrue();
    keys.retain(Set.of("long"));
    assertThat(passes(telemetry("D", at(2, "long", Value.of(1))))).isTrue();
    assertThat(passes(telemetry("D", at(3, "long", Value.of(1))))).isFalse();
  }

  @Test
  void withoutKeysTheDataIsUntouched() {
    UpdateOnlyKeys none = new UpdateOnlyKeys(Set.of(), 1);
    EntityData data = telemetry("D", at(1, "a", Value.of(1)));
    assertThat(none.apply(data)).isSameAs(data);
    assertThat(none.apply(data)).isSameAs(data);
  }

  @Test
  void remembersAtLeastOne() {
    assertThatThrownBy(() -> new UpdateOnlyKeys(Set.of(), 0))
        .hasMessageContaining("at least one entity");
  }
}
