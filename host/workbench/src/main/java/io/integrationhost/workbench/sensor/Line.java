package io.integrationhost.workbench.sensor;

import java.io.IOException;

/** How one sensor reaches the host. */
interface Line extends AutoCloseable {

  /**
   * Tells a reading and waits for the answer, where the protocol has one.
   *
   * @throws java.net.ConnectException when nobody listens, as does {@link
   *     java.net.PortUnreachableException}
   */
  Told tell(Reading reading) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * What was said and what came back.
   *
   * @param answer empty when none came
   */
  record Told(String said, String answer, SensorReport.Kind kind) {}
}
