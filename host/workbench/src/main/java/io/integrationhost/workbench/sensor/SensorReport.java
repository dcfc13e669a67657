package io.integrationhost.workbench.sensor;

/** Hears what simulated sensors see; called on the sensors' threads. */
public interface SensorReport {

  /** A line was sent and answered. */
  void answered(String sensor, String line, String answer);

  /** Nobody listens on the port yet; a sensor tries again. Said once per sensor. */
  void waits(String problem);

  /** A sensor gave up. */
  void failed(String problem);
}
