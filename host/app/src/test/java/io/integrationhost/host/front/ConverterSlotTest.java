package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConverterSlotTest {

  private static final UUID ID = UUID.fromString("11111111-1111-1111-2222-222222222222");

  private final ConverterEngine engine =
      new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());
  private final ConverterSlot slot = new ConverterSlot(engine.integration("yard"));

  @AfterEach
  void close() {
    slot.close();
    engine.close();
  }

  private ConverterSlot.Active use(String decoder) {
    return use(converter("{\"decoder\": \"" + decoder + "\"}", Optional.empty(), 0), Map.of());
  }

  private static ConverterConfiguration converter(
      String configuration, Optional<String> integrationType, int version) {
    return new ConverterConfiguration(
        ID, ID, "Yard decoder", configuration, "{}", Optional.empty(), integrationType, version);
  }

  private ConverterSlot.Active use(ConverterConfiguration converter, Map<String, String> metadata) {
    IntegrationConfiguration configuration =
        new IntegrationConfiguration(
            ID,
            ID,
            "Yard",
            "key",
            "CUSTOM",
            "{}",
            "{}",
            true,
            Optional.empty(),
            converter,
            Optional.empty());
    return slot.use(slot.prepare(configuration), "Yard", metadata);
  }

  @Test
  void aConfiguredIntegrationNameWins() {
    ConverterConfiguration converter =
        converter("{\"decoder\": \"return null;\"}", Optional.empty(), 0);
    assertThat(use(converter, Map.of("site", "n")).uplink().metadata())
        .isEqualTo(Map.of("integrationName", "Yard", "site", "n"));
    assertThat(use(converter, Map.of("integrationName", "Mine")).uplink().metadata())
        .isEqualTo(Map.of("integrationName", "Mine"));
  }

  @Test
  void lastValuesStayWhenAConverterChangesAndItsKeysAreStillListed() {
    assertThat(passes("['t']", "1")).isTrue();
    assertThat(passes("['t']", "1")).isFalse();
    assertThat(passes("['t', 'u']", "2")).isFalse();
    assertThat(passes("[]", "3")).isTrue();
  }

  /** Whether the telemetry t=5 is still there behind a converter with such keys. */
  private boolean passes(String keys, String script) {
    ConverterConfiguration converter =
        converter(
            "{\"updateOnlyKeys\": %s, \"decoder\": \"return %s;\"}"
                .formatted(keys.replace('\'', '"'), script),
            Optional.empty(),
            0);
    EntityData reading =
        new EntityData(
            EntityKind.DEVICE,
            "D",
            "default",
            "",
            "",
            "",
            Optional.of(List.of(new TimedValues(1, Map.of("t", Value.of(5))))),
            Optional.empty());
    return !use(converter, Map.of())
        .uplink()
        .updateOnlyKeys()
        .apply(reading)
        .telemetry()
        .orElseThrow()
        .isEmpty();
  }

  @Test
  void aDedicatedConverterIsRecognised() throws Exception {
    ConverterConfiguration dedicated =
        converter(
            "{\"type\": \"DEVICE\", \"name\": \"$eui\", \"decoder\": \"return {};\"}",
            Optional.of("LORIOT"),
            2);
    assertThat(
            use(dedicated, Map.of())
                .uplink()
                .converter()
                .convert(
                    "{\"EUI\":\"AB\",\"data\":\"01\"}".getBytes(StandardCharsets.UTF_8),
                    Map.of(),
                    "device")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .items())
        .extracting(EntityData::name)
        .containsExactly("AB");
  }

  @Test
  void tellsOfAConverterThatTakesNothingUntilItIsChanged() {
    assertThat(slot.problems()).isEmpty();
    ConverterSlot.Active broken = use("return {deviceName: ;");
    assertThat(slot.problems()).isEmpty();
    assertThat(broken.uplink().converter().convert(new byte[1], Map.of(), "device"))
        .failsWithin(Duration.ofSeconds(30));
    assertThat(slot.problems())
        .singleElement()
        .asString()
        .startsWith("converter 'Yard decoder' takes no messages because of its errors")
        .contains("the last of which was: Can't compile script: SyntaxError", "line 1");
    use("return {deviceName: 'D'};");
    assertThat(slot.problems()).isEmpty();
  }
}
