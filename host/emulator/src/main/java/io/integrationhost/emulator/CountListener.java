package io.integrationhost.emulator;

/** Told of every answered uplink message, on the thread that processed it: must not block. */
@FunctionalInterface
public interface CountListener {
  /**
   * Takes note of one message.
   *
   * @param routingKey of the integration
   * @param message what this one message held
   */
  void received(String routingKey, ReceivedCounts message);
}
