package io.integrationhost.runtime;

import com.typesafe.config.Config;
import io.integrationhost.plugin.Uplinks;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/**
 * What the application wants a plugin to run.
 *
 * @param transport the name of the transport inside its integration
 * @param routingKey of the integration
 * @param integrationType as ThingsBoard writes it
 * @param layers resolved; the plugin's defaults are laid under them
 * @param secrets asked on threads of the plugin
 * @param uplinks takes what devices say. Called on threads of the plugin, with the host's context
 *     class loader: it must not block, must not keep thread locals, and must not start threads
 *     there, because a thread inherits from the plugin that calls. What it throws or fails with
 *     reaches the plugin as a refusal
 * @param spread where its uplinks are counted by size and time
 * @param dataDirectory for this transport alone; created when the plugin asks for it
 */
public record TransportRequest(
    String pluginId,
    String integration,
    String transport,
    String routingKey,
    String integrationType,
    Layers layers,
    TransportSecrets secrets,
    Uplinks uplinks,
    UplinkSpread spread,
    Path dataDirectory,
    Clock clock) {

  public TransportRequest {
    Objects.requireNonNull(pluginId, "pluginId");
    Objects.requireNonNull(integration, "integration");
    Objects.requireNonNull(transport, "transport");
    Objects.requireNonNull(routingKey, "routingKey");
    Objects.requireNonNull(integrationType, "integrationType");
    Objects.requireNonNull(layers, "layers");
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(uplinks, "uplinks");
    Objects.requireNonNull(spread, "spread");
    Objects.requireNonNull(dataDirectory, "dataDirectory");
    Objects.requireNonNull(clock, "clock");
  }

  /** A transport of no integration in ThingsBoard, with nothing but its slice. */
  public TransportRequest(
      String pluginId,
      String integration,
      String transport,
      Config slice,
      Uplinks uplinks,
      Path dataDirectory,
      Clock clock) {
    this(
        pluginId,
        integration,
        transport,
        "",
        "",
        Layers.of(slice),
        TransportSecrets.NONE,
        uplinks,
        UplinkSpread.empty(),
        dataDirectory,
        clock);
  }

  /** As messages name the transport. */
  String label() {
    return "transport '" + transport + "' of integration '" + integration + "'";
  }

  /** Names the transport; a slice may hold secrets. */
  @Override
  public String toString() {
    return "TransportRequest[" + label() + ", plugin " + pluginId + "]";
  }
}
