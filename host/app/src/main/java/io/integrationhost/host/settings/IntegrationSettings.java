package io.integrationhost.host.settings;

import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.remote.Credentials;
import io.integrationhost.remote.ServerAddress;
import java.util.Optional;

/**
 * One integration as the operator sets it.
 *
 * @param name the operator's own name for it, used in logs and for its directories
 * @param plugin the plugin to use when the integration's configuration does not say
 * @param operator what is laid under and over the slices of its transports
 */
public record IntegrationSettings(
    String name,
    ServerAddress server,
    Credentials credentials,
    Optional<String> plugin,
    OperatorSettings operator) {

  /** One for whose transports nothing is set. */
  public IntegrationSettings(
      String name, ServerAddress server, Credentials credentials, Optional<String> plugin) {
    this(name, server, credentials, plugin, OperatorSettings.none());
  }

  /** Whether the way to ThingsBoard is the same. */
  public boolean hasLinkOf(IntegrationSettings other) {
    return server.equals(other.server) && credentials.equals(other.credentials);
  }
}
