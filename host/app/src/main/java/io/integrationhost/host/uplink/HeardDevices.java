package io.integrationhost.host.uplink;

/** Learns of every device that an uplink was of, whatever became of the uplink. */
@FunctionalInterface
public interface HeardDevices {

  /** Any thread; often, so it must cost little. */
  void heard(String transport, String device);

  /** The device cannot be reached on the transport any more. Any thread. */
  default void left(String transport, String device) {}

  /** How many downlinks wait for the device. Any thread; often, so it must cost little. */
  default int waiting(String device) {
    return 0;
  }
}
