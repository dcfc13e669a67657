package io.integrationhost.emulator;

/**
 * How much was received. Items of a message are counted up to the one that fails.
 *
 * @param messages uplink messages that got an answer, heartbeats included
 * @param failed those of them that were answered with a failure
 * @param devices items about devices
 * @param assets items about assets
 * @param statistics statistics items
 * @param events events, also those that could not be decoded
 * @param customMessages rule engine messages
 * @param readings timestamped lists of telemetry
 * @param values values in readings and attributes
 */
public record ReceivedCounts(
    long messages,
    long failed,
    long devices,
    long assets,
    long statistics,
    long events,
    long customMessages,
    long readings,
    long values) {

  static final ReceivedCounts NONE = new ReceivedCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Items of every kind. */
  public long items() {
    return devices + assets + statistics + events + customMessages;
  }

  ReceivedCounts plus(ReceivedCounts other) {
    return new ReceivedCounts(
        messages + other.messages,
        failed + other.failed,
        devices + other.devices,
        assets + other.assets,
        statistics + other.statistics,
        events + other.events,
        customMessages + other.customMessages,
        readings + other.readings,
        values + other.values);
  }
}
