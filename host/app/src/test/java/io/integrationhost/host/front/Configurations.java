package io.integrationhost.host.front;

import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.util.Optional;
import java.util.UUID;

/** Configurations of integrations as ThingsBoard sends them. */
final class Configurations {

  private static final UUID ID = new UUID(0, 1);

  private Configurations() {}

  static IntegrationConfiguration of(String name, String type, String json) {
    ConverterConfiguration converter =
        new ConverterConfiguration(
            ID, ID, "decoder", "{}", "{}", Optional.empty(), Optional.empty(), 0);
    return new IntegrationConfiguration(
        ID,
        ID,
        name,
        "key",
        type,
        json,
        "null",
        true,
        Optional.empty(),
        converter,
        Optional.empty());
  }
}
