package io.integrationhost.remote;

/** In whose list of events ThingsBoard shows an event (facts 1.2, {@code TbEventSource}). */
public enum EventSource {
  /** The integration's list. */
  INTEGRATION(0),
  /** The list of its uplink converter. */
  UPLINK_CONVERTER(1),
  /** The list of its downlink converter. */
  DOWNLINK_CONVERTER(2),
  /** The list of a device, which is found by its name. */
  DEVICE(3);

  private final int number;

  EventSource(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  int number() {
    return number;
  }
}
