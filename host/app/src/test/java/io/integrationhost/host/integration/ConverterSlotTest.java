package io.integrationhost.host.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConverterSlotTest {

  private static final UUID ID = UUID.fromString("11111111-1111-1111-2222-222222222222");

  private final ConverterEngine engine =
      new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());
  private final ConverterSlot slot = new ConverterSlot(engine);

  @AfterEach
  void close() {
    slot.close();
    engine.close();
  }

  private ConverterSlot.Active use(String decoder) {
    ConverterConfiguration converter =
        new ConverterConfiguration(
            ID,
            ID,
            "Yard decoder",
            "{\"decoder\": \"" + decoder + "\"}",
            "{}",
            Optional.empty(),
            Optional.empty(),
            0);
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
    return slot.use(slot.prepare(configuration), "Yard", Map.of());
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
