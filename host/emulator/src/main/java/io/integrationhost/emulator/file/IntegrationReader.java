package io.integrationhost.emulator.file;

import com.google.gson.JsonObject;
import com.typesafe.config.ConfigValue;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.EmulatedIntegrationBuilder;
import io.integrationhost.emulator.file.ConverterReader.Direction;
import java.util.Locale;
import java.util.Optional;

/** Reads one entry of {@code integrations}. */
final class IntegrationReader {
  private static final String CUSTOM = "CUSTOM";

  private final ConverterReader converters;

  IntegrationReader(ConverterReader converters) {
    this.converters = converters;
  }

  EmulatedIntegration read(String entry, Section section) {
    String key =
        section.requiredText("routing-key", "add the routing key that the client will send");
    String secret = section.requiredText("secret", "add the secret that the client will send");
    String name = section.text("name").orElse(entry);
    String type = section.text("type").orElse(CUSTOM).toUpperCase(Locale.ROOT);
    EmulatedIntegrationBuilder builder =
        EmulatedIntegration.builder(key, secret)
            .id(Ids.read(section, "integration:" + key))
            .name(name)
            .type(type)
            .enabled(section.flag("enabled", true))
            .remote(section.flag("remote", true))
            .configuration(configuration(section, type));
    DebugReader.read(section).ifPresent(builder::debug);
    section
        .section("uplink-converter")
        .map(child -> converters.read(child, Direction.UPLINK, name + " uplink"))
        .ifPresent(builder::uplinkConverter);
    section
        .section("downlink-converter")
        .map(child -> converters.read(child, Direction.DOWNLINK, name + " downlink"))
        .ifPresent(builder::downlinkConverter);
    return builder.build();
  }

  private static String configuration(Section section, String type) {
    Optional<String> className = section.text("class");
    Optional<ConfigValue> configuration = section.value("configuration");
    Optional<JsonObject> metadata = JsonValues.object(section, "metadata");
    Optional<JsonObject> raw = JsonValues.object(section, "raw-configuration");
    if (section.value("raw-configuration").isPresent()) {
      if (className.isPresent() || configuration.isPresent() || metadata.isPresent()) {
        section.problem(
            "raw-configuration",
            "stands beside class, configuration or metadata",
            "give the whole JSON or its parts, not both");
      }
      return raw.isPresent()
          ? section.value("raw-configuration").map(JsonValues::text).orElseThrow()
          : "{}";
    }
    JsonObject json = new JsonObject();
    if (type.equals(CUSTOM)) {
      className.ifPresent(name -> json.addProperty("clazz", name));
      json.addProperty("configuration", configuration.map(JsonValues::text).orElse("{}"));
    } else {
      if (className.isPresent()) {
        section.problem("class", "has no meaning for type " + type, "remove it");
      }
      json.add(
          "clientConfiguration",
          JsonValues.object(section, "configuration").orElseGet(JsonObject::new));
    }
    json.add("metadata", metadata.orElseGet(JsonObject::new));
    return json.toString();
  }
}
