package io.integrationhost.plugins.mqtt.packet;

/** One packet as it was cut out of the stream. */
public sealed interface Frame {

  /**
   * A packet of allowed length.
   *
   * @param bytes with its header
   */
  record Whole(byte[] bytes) implements Frame {}

  /**
   * What is known of a message that was too long and is skipped.
   *
   * @param topic of the message
   * @param qos 0 to 2
   * @param packetId 0 with quality of service 0
   * @param length of the packet behind its header, in bytes
   */
  record Oversized(String topic, int qos, int packetId, int length) implements Frame {}
}
