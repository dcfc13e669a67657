package io.integrationhost.host.uplink;

/** Learns of every device that an uplink was of, whatever became of the uplink. */
@FunctionalInterface
public interface HeardDevices {

  /** Any thread; often, so it must cost little. */
  void heard(String transport, String device);
}
