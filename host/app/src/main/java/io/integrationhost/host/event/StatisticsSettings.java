package io.integrationhost.host.event;

import java.time.Duration;

/**
 * How ThingsBoard is told how many messages there were (facts 3.5).
 *
 * @param enabled whether at all
 * @param interval between two reports
 */
public record StatisticsSettings(boolean enabled, Duration interval) {}
