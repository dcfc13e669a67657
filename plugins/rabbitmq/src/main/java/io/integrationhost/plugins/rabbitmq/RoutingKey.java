package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The routing key of downlinks.
 *
 * @param pattern in which <code>${key}</code> stands for what the downlink converter says
 */
record RoutingKey(String pattern) {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
  private static final int LONGEST = 255;

  /** Refuses a downlink whose converter has not said what the pattern wants. */
  String of(Downlink downlink) {
    Matcher place = PLACE.matcher(pattern);
    StringBuilder key = new StringBuilder();
    while (place.find()) {
      String name = place.group(1);
      String value = downlink.metadata().get(name);
      if (value == null && name.equals("deviceName")) {
        value = downlink.deviceName();
      }
      if (value == null) {
        throw Refusal.rejected(
            "downlinkTopic is '"
                + pattern
                + "', but the downlink converter gave no '"
                + name
                + "' in its metadata; add it there");
      }
      place.appendReplacement(key, Matcher.quoteReplacement(value));
    }
    place.appendTail(key);
    if (key.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw Refusal.rejected(
          "the routing key that follows from downlinkTopic '"
              + pattern
              + "' is longer than RabbitMQ's "
              + LONGEST
              + " bytes");
    }
    return key.toString();
  }
}
