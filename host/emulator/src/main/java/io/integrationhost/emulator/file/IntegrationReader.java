package io.integrationhost.emulator.file;

import com.google.gson.JsonObject;
import com.typesafe.config.ConfigValue;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.EmulatedIntegrationBuilder;
import io.integrationhost.emulator.file.ConverterReader.Direction;
import io.integrationhost.ground.Keys;
import java.util.Locale;
import java.util.Optional;

/** Reads one entry of {@code integrations}. */
final class IntegrationReader {
  private static final String CUSTOM = "CUSTOM";
  private static final String CONFIGURATION = "configuration";
  private static final String METADATA = "metadata";
  private static final String CLASS = "clazz";
  private static final String CLIENT = "clientConfiguration";

  private final ConverterReader converters;

  IntegrationReader(ConverterReader converters) {
    this.converters = converters;
  }

  EmulatedIntegration read(String entry, Keys section) {
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
            .enabled(section.flag("enabled").orElse(true))
            .remote(section.flag("remote").orElse(true))
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

  private static String configuration(Keys section, String type) {
    Optional<String> className = section.text("class");
    Optional<ConfigValue> configuration = section.value(CONFIGURATION);
    Optional<JsonObject> metadata = JsonValues.object(section, METADATA);
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
    if (isWhole(type, className, configuration)) {
      return whole(section, type, className, metadata);
    }
    JsonObject json = new JsonObject();
    if (type.equals(CUSTOM)) {
      className.ifPresent(name -> json.addProperty(CLASS, name));
      json.addProperty(CONFIGURATION, configuration.map(JsonValues::text).orElse("{}"));
    } else {
      refuseClass(section, className);
      json.add(CLIENT, JsonValues.object(section, CONFIGURATION).orElseGet(JsonObject::new));
    }
    json.add(METADATA, metadata.orElseGet(JsonObject::new));
    return json.toString();
  }

  /** Whether it is the JSON of ThingsBoard's form, not only what stands inside it. */
  private static boolean isWhole(
      String type, Optional<String> className, Optional<ConfigValue> configuration) {
    return configuration
        .map(JsonValues::text)
        .flatMap(JsonValues::parse)
        .filter(
            json ->
                type.equals(CUSTOM)
                    ? className.isEmpty() && json.has(CLASS) && json.has(CONFIGURATION)
                    : json.has(CLIENT))
        .isPresent();
  }

  private static String whole(
      Keys section, String type, Optional<String> className, Optional<JsonObject> metadata) {
    if (!type.equals(CUSTOM)) {
      refuseClass(section, className);
    }
    JsonObject json = JsonValues.object(section, CONFIGURATION).orElseGet(JsonObject::new);
    if (metadata.isPresent() && json.has(METADATA)) {
      section.problem(METADATA, "stands in configuration too", "keep one of the two");
    }
    metadata.ifPresent(own -> json.add(METADATA, own));
    if (!json.has(METADATA)) {
      json.add(METADATA, new JsonObject());
    }
    return json.toString();
  }

  private static void refuseClass(Keys section, Optional<String> className) {
    if (className.isPresent()) {
      section.problem("class", "has meaning for type CUSTOM only", "remove it");
    }
  }
}
