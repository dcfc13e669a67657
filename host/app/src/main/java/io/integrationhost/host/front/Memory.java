package io.integrationhost.host.front;

import io.integrationhost.remote.IntegrationConfiguration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an integration knows from before this start.
 *
 * @param last the configuration that was accepted last, if it was kept
 * @param keep keeps an accepted configuration for the next start; returns at once
 */
record Memory(Optional<IntegrationConfiguration> last, Consumer<IntegrationConfiguration> keep) {}
