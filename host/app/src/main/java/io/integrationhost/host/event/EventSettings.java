package io.integrationhost.host.event;

import io.integrationhost.remote.EventUids;

/**
 * What ThingsBoard is told of integrations beside their data.
 *
 * @param classes the versions of ThingsBoard's event classes
 */
public record EventSettings(
    StatisticsSettings statistics, DebugEventSettings debug, EventUids classes) {}
