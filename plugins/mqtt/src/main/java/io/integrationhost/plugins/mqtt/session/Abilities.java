package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.plugins.mqtt.packet.Properties;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.time.Duration;

/**
 * What a broker said that it can, in its CONNACK; older ones say nothing.
 *
 * @param receiveMaximum messages that it takes without having confirmed them, at least 1
 * @param mostQos highest quality of service of messages to it
 * @param retains whether it keeps retained messages
 * @param longestPacket that it takes, in bytes
 * @param keepAlive longest silence
 */
record Abilities(
    int receiveMaximum, int mostQos, boolean retains, int longestPacket, Duration keepAlive) {

  static Abilities of(MqttProperties said, Duration keepAlive) {
    return new Abilities(
        number(said, MqttProperties.RECEIVE_MAXIMUM, Outgoing.MOST, 1, Outgoing.MOST),
        number(said, MqttProperties.MAXIMUM_QOS, 2, 0, 2),
        number(said, MqttProperties.RETAIN_AVAILABLE, 1, 0, 1) == 1,
        // Of four bytes without a sign.
        Properties.number(said, MqttProperties.MAXIMUM_PACKET_SIZE)
            .filter(size -> size > 0)
            .orElse(Integer.MAX_VALUE),
        Properties.number(said, MqttProperties.SERVER_KEEP_ALIVE)
            .filter(seconds -> seconds > 0)
            .map(Duration::ofSeconds)
            .orElse(keepAlive));
  }

  private static int number(MqttProperties said, int type, int absent, int least, int most) {
    return Properties.number(said, type)
        .map(value -> Math.max(least, Math.min(most, value)))
        .orElse(absent);
  }
}
