package io.integrationhost.workbench.dev;

import com.google.gson.JsonObject;
import io.integrationhost.host.plan.PlanException;
import io.integrationhost.host.plan.Planner;
import io.integrationhost.runtime.PluginCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What runs on a {@link Workbench}.
 *
 * @param plugins the folder with plugin jars
 * @param data for this run alone
 * @param configuration of the integration, as its user would write it: JSON
 * @param decoder the uplink converter's script, in JavaScript
 * @param encoder the downlink converter's script, in JavaScript; empty: no downlinks
 * @param allEvents whether the integration tells each message as a debug event, not failures only
 */
public record WorkbenchSettings(
    Path plugins,
    Path data,
    String configuration,
    String decoder,
    Optional<String> encoder,
    boolean allEvents) {

  /** The type of the integration: its configuration is its user's own text. */
  static final String TYPE = "CUSTOM";

  /** For uplinks; failures are told. */
  public WorkbenchSettings(Path plugins, Path data, String configuration, String decoder) {
    this(plugins, data, configuration, decoder, Optional.empty(), false);
  }

  /** Why no plugin could ever read the configuration; empty when it is a JSON object. */
  public Optional<String> unusable() {
    try {
      var unused =
          new Planner(new PluginCatalog(List.of(), List.of(), List.of()))
              .planInstalled(
                  Workbench.INTEGRATION, TYPE, asThingsBoard(), Optional.empty(), Set.of());
      return Optional.empty();
    } catch (PlanException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The configuration as ThingsBoard holds it. */
  String asThingsBoard() {
    JsonObject json = new JsonObject();
    json.addProperty("configuration", configuration);
    json.add("metadata", new JsonObject());
    return json.toString();
  }

  /**
   * A decoder for any payload: a JSON object becomes telemetry as it is; another text becomes the
   * telemetry key {@code text}, and bytes {@code hex}.
   */
  public static String anyPayload() {
    return script("any-payload.js");
  }

  /** An encoder for any downlink: a text as it is, anything else as JSON. */
  public static String anyDownlink() {
    return script("any-downlink.js");
  }

  private static String script(String name) {
    try (InputStream script = WorkbenchSettings.class.getResourceAsStream(name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of the host", e);
    }
  }
}
