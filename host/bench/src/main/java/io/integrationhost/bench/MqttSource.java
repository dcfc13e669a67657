package io.integrationhost.bench;

import java.util.function.LongSupplier;

/** What publishes to the one client that is measured. */
interface MqttSource extends Devices, AutoCloseable {

  /** Where the broker listens. */
  int port();

  /**
   * Begins, once the client has subscribed.
   *
   * @param delivered how many messages the client is done with
   */
  void publish(LongSupplier delivered);

  @Override
  void close();
}
