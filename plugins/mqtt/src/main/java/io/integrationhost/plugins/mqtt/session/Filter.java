package io.integrationhost.plugins.mqtt.session;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is subscribed to.
 *
 * @param text a topic filter; may begin with {@code $share/GROUP/}
 * @param qos quality of service that is asked for, 0 to 2
 */
public record Filter(String text, int qos) {

  private static final String SHARED = "$share/";
  private static final int LONGEST = 65_535;

  /**
   * Whether several clients share its messages.
   *
   * @return true with {@code $share/}
   */
  public boolean isShared() {
    return text.startsWith(SHARED);
  }

  /**
   * Whether a text is a topic filter.
   *
   * @param text to look at
   * @return as MQTT says
   */
  public static boolean isLegal(String text) {
    String filter = text;
    if (text.startsWith(SHARED)) {
      int end = text.indexOf('/', SHARED.length());
      if (end <= SHARED.length() || text.substring(SHARED.length(), end).matches(".*[+#].*")) {
        return false;
      }
      filter = text.substring(end + 1);
    }
    if (filter.isEmpty()
        || filter.indexOf(0) >= 0
        || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      return false;
    }
    List<String> levels = List.of(filter.split("/", -1));
    for (int i = 0; i < levels.size(); i++) {
      String level = levels.get(i);
      boolean hasWildcard = level.indexOf('+') >= 0 || level.indexOf('#') >= 0;
      boolean isWildcard = level.equals("+") || (level.equals("#") && i == levels.size() - 1);
      if (hasWildcard && !isWildcard) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a message to a topic comes through.
   *
   * @param topic without wildcards
   * @return as MQTT says: wildcards of the first level are not for topics that begin with $
   */
  public boolean matches(String topic) {
    String filter = isShared() ? text.substring(text.indexOf('/', SHARED.length()) + 1) : text;
    List<String> levels = List.of(filter.split("/", -1));
    List<String> parts = List.of(topic.split("/", -1));
    if (topic.startsWith("$") && !levels.get(0).equals(parts.get(0))) {
      return false;
    }
    for (int i = 0; i < levels.size(); i++) {
      if (levels.get(i).equals("#")) {
        return parts.size() >= i;
      }
      if (i >= parts.size() || !(levels.get(i).equals("+") || levels.get(i).equals(parts.get(i)))) {
        return false;
      }
    }
    return parts.size() == levels.size();
  }

  /** As people write it. */
  @Override
  public String toString() {
    return text + " (" + qos + ")";
  }
}
