package io.integrationhost.plugins.mqtt.message;

/**
 * A message for the broker.
 *
 * @param topic without wildcards
 * @param payload not copied
 * @param qos quality of service, 0 to 2
 * @param retained whether the broker keeps it for later subscribers
 */
public record Publication(String topic, byte[] payload, int qos, boolean retained) {

  /** Names topic and size, never the content. */
  @Override
  public String toString() {
    return "Publication[" + topic + ", " + payload.length + " bytes]";
  }
}
