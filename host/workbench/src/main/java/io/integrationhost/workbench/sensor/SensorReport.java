package io.integrationhost.workbench.sensor;

/** Hears what simulated sensors see; called on the sensors' threads. */
public interface SensorReport {

  /** What an answer says. */
  enum Kind {
    /** To the greeting. */
    GREETING,
    /** The reading was taken. */
    OK,
    /** Anything else. */
    OTHER,
    /** None came, as is usual for datagrams. */
    NONE
  }

  /** Something was sent, and what came back; empty when nothing did. */
  void answered(String sensor, String said, String answer, Kind kind);

  /** Nobody listens on the port yet; a sensor tries again. Said once per sensor. */
  void waits(String problem);

  /** A sensor gave up. */
  void failed(String problem);
}
