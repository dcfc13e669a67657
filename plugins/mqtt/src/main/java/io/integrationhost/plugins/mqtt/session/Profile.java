package io.integrationhost.plugins.mqtt.session;

import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.List;

/**
 * What a client says of itself and wants of its broker.
 *
 * @param version of the protocol
 * @param clean whether the broker forgets the client when it leaves
 * @param expiry how long an MQTT 5 broker keeps the session of a client that is away
 * @param keepAlive longest silence
 * @param patience how long an answer to CONNECT and SUBSCRIBE may take
 * @param confirmation how long the confirmation of a message to the broker may take
 * @param window messages that may wait for the host
 * @param longestMessage packets above are skipped, in bytes without header
 * @param filters what is subscribed to; not empty
 */
public record Profile(
    MqttVersion version,
    boolean clean,
    Duration expiry,
    Duration keepAlive,
    Duration patience,
    Duration confirmation,
    int window,
    int longestMessage,
    List<Filter> filters) {

  boolean is5() {
    return version == MqttVersion.MQTT_5;
  }
}
