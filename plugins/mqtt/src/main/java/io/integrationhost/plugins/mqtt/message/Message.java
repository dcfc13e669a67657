package io.integrationhost.plugins.mqtt.message;

import java.util.Map;

/**
 * A message that came from the broker.
 *
 * @param topic that it was published to
 * @param payload not copied
 * @param qos quality of service with which it came, 0 to 2
 * @param retained whether the broker had kept it from before the subscription
 * @param duplicate whether the broker says that it may have sent it before
 * @param properties metadata of MQTT 5, ready for a converter: names begin with {@code mqtt.}
 */
public record Message(
    String topic,
    byte[] payload,
    int qos,
    boolean retained,
    boolean duplicate,
    Map<String, String> properties) {}
