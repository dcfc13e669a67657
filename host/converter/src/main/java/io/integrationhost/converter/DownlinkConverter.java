package io.integrationhost.converter;

import java.util.concurrent.CompletionStage;

/**
 * One version of a tenant's downlink converter; a changed definition is a new one. Thread safe. As
 * with {@link UplinkConverter}, a script keeps no state.
 */
public final class DownlinkConverter implements AutoCloseable {
  private final Station station;

  DownlinkConverter(Station station) {
    this.station = station;
  }

  /**
   * Converts one message of the rule engine; never blocks. What {@link UplinkConverter#convert}
   * says of order, threads and failures holds here too.
   *
   * @param source whom an error is counted for, such as the device's name
   */
  public CompletionStage<Conversion<DownlinkData>> convert(DownlinkRequest request, String source) {
    return station.perform(new DownlinkCall(request, source));
  }

  /** The converter's name. */
  public String name() {
    return station.name();
  }

  /** How it stands with the errors that it may make. */
  public ErrorBudget budget() {
    return station.budget();
  }

  /** Takes no more messages; those already given are still converted. */
  @Override
  public void close() {
    station.close();
  }

  @Override
  public String toString() {
    return "downlink converter '" + station.name() + "'";
  }
}
