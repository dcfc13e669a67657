package io.integrationhost.host.settings;

import io.integrationhost.remote.Credentials;
import io.integrationhost.remote.ServerAddress;
import java.util.Optional;

/**
 * One integration as the operator sets it.
 *
 * @param name the operator's own name for it, used in logs and for its directories
 * @param plugin the plugin to use when the integration's configuration does not say
 */
public record IntegrationSettings(
    String name, ServerAddress server, Credentials credentials, Optional<String> plugin) {}
