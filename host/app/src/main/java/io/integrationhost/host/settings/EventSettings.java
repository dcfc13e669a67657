package io.integrationhost.host.settings;

/** What ThingsBoard is told of integrations beside their data. */
public record EventSettings(StatisticsSettings statistics, DebugEventSettings debug) {}
