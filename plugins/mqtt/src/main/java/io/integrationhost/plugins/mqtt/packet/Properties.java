package io.integrationhost.plugins.mqtt.packet;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads properties of MQTT 5; packets of older versions have none. */
public final class Properties {

  private Properties() {}

  /**
   * A property that is a number.
   *
   * @param all of a packet
   * @param type a constant of {@link MqttProperties}
   * @return empty when it is not there
   */
  public static Optional<Integer> number(MqttProperties all, int type) {
    return value(all, type, Integer.class);
  }

  /**
   * A property that is a text.
   *
   * @param all of a packet
   * @param type a constant of {@link MqttProperties}
   * @return empty when it is not there
   */
  public static Optional<String> text(MqttProperties all, int type) {
    return value(all, type, String.class);
  }

  /**
   * A property that is bytes.
   *
   * @param all of a packet
   * @param type a constant of {@link MqttProperties}
   * @return empty when it is not there
   */
  public static Optional<byte[]> bytes(MqttProperties all, int type) {
    return value(all, type, byte[].class);
  }

  /**
   * What the publisher added.
   *
   * @param all of a packet
   * @return in its order; keys may come twice
   */
  public static List<StringPair> ofUser(MqttProperties all) {
    List<StringPair> pairs = new ArrayList<>();
    for (MqttProperties.MqttProperty<?> each : all.getProperties(MqttProperties.USER_PROPERTY)) {
      if (each.value() instanceof StringPair pair) {
        pairs.add(pair);
      } else if (each.value() instanceof List<?> several) {
        several.forEach(
            one -> {
              if (one instanceof StringPair pair) {
                pairs.add(pair);
              }
            });
      }
    }
    return pairs;
  }

  private static <T> Optional<T> value(MqttProperties all, int type, Class<T> expected) {
    MqttProperties.MqttProperty<?> found = all == null ? null : all.getProperty(type);
    Object value = found == null ? null : found.value();
    return Optional.ofNullable(value).filter(expected::isInstance).map(expected::cast);
  }
}
