package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class IntegrationConfigurationTest {

  private final UUID up = new UUID(0, 1);
  private final UUID down = new UUID(0, 2);

  @Test
  void putsAnEditedConverterWhereItsIdIs() {
    IntegrationConfiguration both = integration(Optional.of(converter(down, "old")));
    assertThat(both.withConverter(converter(up, "new")))
        .hasValueSatisfying(
            changed -> {
              assertThat(changed.uplinkConverter().name()).isEqualTo("new");
              assertThat(changed.downlinkConverter()).isEqualTo(both.downlinkConverter());
            });
    assertThat(both.withConverter(converter(down, "new")))
        .hasValueSatisfying(
            changed -> {
              assertThat(changed.uplinkConverter()).isEqualTo(both.uplinkConverter());
              assertThat(changed.downlinkConverter()).contains(converter(down, "new"));
            });
  }

  @Test
  void takesNoConverterThatItDoesNotUse() {
    assertThat(integration(Optional.empty()).withConverter(converter(down, "new"))).isEmpty();
  }

  private IntegrationConfiguration integration(Optional<ConverterConfiguration> downlink) {
    return new IntegrationConfiguration(
        new UUID(0, 0),
        new UUID(0, 3),
        "Sensors",
        "key",
        "CUSTOM",
        "{}",
        "null",
        true,
        Optional.empty(),
        converter(up, "old"),
        downlink);
  }

  private static ConverterConfiguration converter(UUID id, String name) {
    return new ConverterConfiguration(
        new UUID(0, 0), id, name, "{}", "null", Optional.empty(), Optional.empty(), 0);
  }
}
