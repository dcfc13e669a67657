package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.plugins.mqtt.packet.Properties;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the client says first, and what the properties of MQTT 5 tell in both directions. */
final class Greeting {

  /** Of the fixed header, which counts for brokers and not for maxBytesInMessage. */
  private static final int LARGEST_HEADER = 5;

  private Greeting() {}

  /** CONNECT. */
  static MqttMessage of(
      Profile profile, String clientId, Login login, Optional<Login.Password> password) {
    // MQTT 3 has no password without a user, who may be nobody.
    Optional<String> user = login.user().or(() -> password.map(given -> ""));
    var connect =
        MqttMessageBuilders.connect()
            .protocolVersion(profile.version())
            .clientId(clientId)
            .cleanSession(profile.clean())
            .keepAlive((int) profile.keepAlive().toSeconds())
            .hasUser(user.isPresent())
            .hasPassword(password.isPresent());
    user.ifPresent(connect::username);
    password
        .map(known -> known.text().getBytes(StandardCharsets.UTF_8))
        .ifPresent(connect::password);
    if (profile.is5()) {
      connect.properties(properties(profile));
    }
    return connect.build();
  }

  private static MqttProperties properties(Profile profile) {
    var properties = new MqttProperties();
    add(properties, MqttProperties.RECEIVE_MAXIMUM, profile.window());
    add(properties, MqttProperties.MAXIMUM_PACKET_SIZE, profile.longestMessage() + LARGEST_HEADER);
    if (!profile.clean()) {
      add(
          properties,
          MqttProperties.SESSION_EXPIRY_INTERVAL,
          (int) Math.min(Integer.MAX_VALUE, profile.expiry().toSeconds()));
    }
    return properties;
  }

  private static void add(MqttProperties properties, int type, int value) {
    properties.add(new IntegerProperty(type, value));
  }

  /** What a converter finds of a message's properties. */
  static Map<String, String> metadata(MqttProperties properties) {
    if (properties.isEmpty()) {
      return Map.of();
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    Properties.text(properties, MqttProperties.CONTENT_TYPE)
        .ifPresent(text -> metadata.put("mqtt.contentType", text));
    Properties.text(properties, MqttProperties.RESPONSE_TOPIC)
        .ifPresent(text -> metadata.put("mqtt.responseTopic", text));
    Properties.bytes(properties, MqttProperties.CORRELATION_DATA)
        .ifPresent(bytes -> metadata.put("mqtt.correlationData", text(bytes)));
    Properties.ofUser(properties)
        .forEach(pair -> metadata.put("mqtt.user." + pair.key, pair.value));
    return metadata;
  }

  /** As Base64 where it is no text, which a converter can tell. */
  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isText = text.chars().noneMatch(each -> each < ' ' || each == 0xFFFD);
    return isText ? text : "base64:" + Base64.getEncoder().encodeToString(bytes);
  }
}
