package io.integrationhost.host.store;

import io.integrationhost.remote.IntegrationConfiguration;
import java.time.Instant;

/**
 * A configuration as it is on disk.
 *
 * @param keyDigest of the routing key for which ThingsBoard sent it
 * @param time when it was saved
 */
record SavedConfiguration(
    String integration, String keyDigest, Instant time, IntegrationConfiguration configuration) {}
