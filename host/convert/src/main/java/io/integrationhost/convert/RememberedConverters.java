package io.integrationhost.convert;

import com.google.gson.JsonObject;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Converters that a host was told by ThingsBoard and keeps in its data directory. */
public final class RememberedConverters {
  private RememberedConverters() {}

  /**
   * The converter of an integration as the host last got it.
   *
   * @throws InputException when the host remembers none
   */
  public static TriedConverter load(HostSettings settings, String name, Wish wish) {
    IntegrationSettings integration =
        settings.integrations().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(settings, name));
    IntegrationConfiguration configuration =
        new ConfigurationStore(
                settings.dataDirectory().resolve("configurations"),
                Runnable::run,
                Clock.systemUTC())
            .load(name, integration.credentials().routingKey())
            .orElseThrow(
                () ->
                    new InputException(
                        ("The host remembers no configuration of integration '%s'"
                                + " in %s: it must have run once with this routing key and"
                                + " reached ThingsBoard")
                            .formatted(name, settings.dataDirectory())));
    ConverterConfiguration converter =
        wish.downlink()
            ? configuration
                .downlinkConverter()
                .orElseThrow(
                    () ->
                        new InputException("Integration '" + name + "' has no downlink converter"))
            : configuration.uplinkConverter();
    String origin = "'%s' of integration '%s'".formatted(converter.name(), name);
    return ConverterJson.of(
            origin, converter.configuration(), converter.integrationType(), converter.version())
        .choose(wish, IntegrationMetadata.of(configuration.name(), configuration.configuration()));
  }

  /**
   * The converter of an integration that runs.
   *
   * @param configuration JSON text of the converter
   * @param type of a dedicated one
   * @param script takes the place of its own, if given; in the language of the wish, or its own
   * @throws InputException when it cannot be used
   */
  public static TriedConverter running(
      String origin,
      String configuration,
      Optional<String> type,
      int version,
      Map<String, String> metadata,
      Wish wish,
      Optional<String> script) {
    ConverterJson json = ConverterJson.of(origin, configuration, type, version);
    if (script.isEmpty()) {
      return json.choose(wish, metadata);
    }
    String language = wish.language().orElseGet(json::language);
    return json.with(new ScriptText(language, script.get()), wish.downlink())
        .choose(wish, metadata);
  }

  private static InputException unknown(HostSettings settings, String name) {
    return new InputException(
        "There is no integration '%s' in the settings; there are: %s"
            .formatted(
                name,
                settings.integrations().stream()
                    .map(IntegrationSettings::name)
                    .collect(Collectors.joining(", "))));
  }

  /** A file of the data directory that the user named as such; absent when it is none. */
  static Optional<TriedConverter> find(String origin, JsonObject file, Wish wish) {
    if (!file.has("routingKeySha256")
        || !(file.get("configuration") instanceof JsonObject integration)) {
      return Optional.empty();
    }
    String key = wish.downlink() ? "downlinkConverter" : "uplinkConverter";
    if (!(integration.get(key) instanceof JsonObject converter)) {
      throw new InputException(origin + ": the integration has no " + key);
    }
    return Optional.of(
        ConverterJson.of(
                origin,
                converter.get("configuration").getAsString(),
                Optional.ofNullable(converter.get("integrationType"))
                    .map(type -> type.getAsString()),
                converter.get("version").getAsInt())
            .choose(
                wish,
                IntegrationMetadata.of(
                    integration.get("name").getAsString(),
                    integration.get("configuration").getAsString())));
  }
}
