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

  /** As people write it. */
  @Override
  public String toString() {
    return text + " (" + qos + ")";
  }
}
