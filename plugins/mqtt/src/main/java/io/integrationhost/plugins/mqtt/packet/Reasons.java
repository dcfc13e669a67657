package io.integrationhost.plugins.mqtt.packet;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.Map;
import java.util.Optional;

/** What a broker's codes mean, for people, and what to do. */
public final class Reasons {

  /** Codes from here on refuse. */
  public static final int REFUSED = 0x80;

  private static final int MOST_TEXT = 200;

  private static final Map<Integer, String> MQTT_3 =
      Map.of(
          1, "it does not speak this version of MQTT; change protocolVersion",
          2, "it does not allow this client id; change clientId",
          3, "it is not available now",
          4, "wrong user name or password",
          5, "not authorized; check user, password and rights of the client");

  private static final Map<Integer, String> MQTT_5 =
      Map.ofEntries(
          Map.entry(0x00, "normal end"),
          Map.entry(0x80, "unspecified error"),
          Map.entry(0x81, "it finds a packet malformed"),
          Map.entry(0x82, "it finds a packet against the protocol"),
          Map.entry(0x83, "it does not take this, for reasons of its own"),
          Map.entry(0x84, "it does not speak this version of MQTT; change protocolVersion"),
          Map.entry(0x85, "it does not allow this client id; change clientId"),
          Map.entry(0x86, "wrong user name or password"),
          Map.entry(0x87, "not authorized; check the rights of the client"),
          Map.entry(0x88, "it is not available now"),
          Map.entry(0x89, "it is busy"),
          Map.entry(0x8A, "this client is banned"),
          Map.entry(0x8B, "it shuts down"),
          Map.entry(0x8C, "it wants another way of authentication"),
          Map.entry(0x8D, "it heard nothing for longer than the keep-alive time"),
          Map.entry(
              0x8E,
              "another client has connected with the same client id; give each its own clientId"),
          Map.entry(0x8F, "it finds the topic filter invalid"),
          Map.entry(0x90, "it finds the topic invalid"),
          Map.entry(0x93, "it finds that more is under way than was agreed"),
          Map.entry(0x95, "the packet is too large for it"),
          Map.entry(0x96, "messages come too fast for it"),
          Map.entry(0x97, "a quota is used up"),
          Map.entry(0x98, "an administrator of the broker ended the connection"),
          Map.entry(0x99, "the payload has not the format that it should have"),
          Map.entry(0x9A, "it keeps no retained messages"),
          Map.entry(0x9B, "it does not support this quality of service"),
          Map.entry(0x9C, "another server is to be used"),
          Map.entry(0x9D, "the server has moved"),
          Map.entry(0x9E, "it does not support shared subscriptions"),
          Map.entry(0x9F, "connections come too fast for it"),
          Map.entry(0xA0, "the connection has lasted as long as it may"),
          Map.entry(0xA1, "it does not support subscription identifiers"),
          Map.entry(0xA2, "it does not support wildcards in topic filters"));

  private Reasons() {}

  /**
   * What a code means.
   *
   * @param code of CONNACK, SUBACK, PUBACK or DISCONNECT, any version
   * @return words for it
   */
  public static String of(byte code) {
    int number = Byte.toUnsignedInt(code);
    String words =
        Optional.ofNullable(MQTT_5.get(number))
            .filter(known -> number == 0 || number >= REFUSED)
            .or(() -> Optional.ofNullable(MQTT_3.get(number)))
            .orElse("for a reason that is not known here");
    return words + " (code " + number + ")";
  }

  /**
   * What a code means, with what the broker says itself.
   *
   * @param code as of {@link #of(byte)}
   * @param properties that came with it
   * @return words for it
   */
  public static String of(byte code, MqttProperties properties) {
    return of(code) + text(properties);
  }

  /**
   * Whether a refusal may end by itself.
   *
   * @param code of PUBACK or PUBREC
   * @return true when it is worth while to try again later
   */
  public static boolean isForNow(byte code) {
    int number = Byte.toUnsignedInt(code);
    return number == 0x89 || number == 0x93 || number == 0x96 || number == 0x97;
  }

  private static String text(MqttProperties properties) {
    return Properties.text(properties, MqttProperties.REASON_STRING)
        .map(text -> text.substring(0, Math.min(MOST_TEXT, text.length())))
        .map(text -> ": \"" + text.replaceAll("\\p{Cntrl}", " ") + "\"")
        .orElse("");
  }
}
