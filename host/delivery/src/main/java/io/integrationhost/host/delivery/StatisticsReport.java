package io.integrationhost.host.delivery;

import java.util.Objects;

/**
 * Counts on their way to ThingsBoard.
 *
 * @param event a fragment: the counts as an event
 * @param telemetry a fragment: the same as telemetry
 * @param arrived called when ThingsBoard has answered; before that the counts are not told yet
 */
public record StatisticsReport(byte[] event, byte[] telemetry, Runnable arrived) {
  public StatisticsReport {
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(telemetry, "telemetry");
    Objects.requireNonNull(arrived, "arrived");
  }
}
