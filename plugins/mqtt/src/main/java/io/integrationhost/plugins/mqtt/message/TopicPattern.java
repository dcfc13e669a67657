package io.integrationhost.plugins.mqtt.message;

import io.integrationhost.kit.DownlinkPattern;
import io.integrationhost.kit.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A topic with places such as <code>${deviceName}</code> that metadata fill.
 *
 * @param text as it was configured
 */
public record TopicPattern(String text) {

  private static final int LONGEST = 65_535;

  /**
   * The topic for one downlink.
   *
   * @param metadata of the downlink
   * @return a legal topic
   * @throws io.integrationhost.plugin.TransportException names the key that is missing, or what is
   *     wrong with the topic
   */
  public String topic(Map<String, String> metadata) {
    return checked(new DownlinkPattern("downlinkTopicPattern", text).of(metadata));
  }

  private static String checked(String topic) {
    boolean isLegal =
        !topic.isEmpty()
            && topic.chars().noneMatch(each -> each == '+' || each == '#' || each == 0)
            && topic.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    if (!isLegal) {
      throw Refusal.rejected(
          "a downlink cannot be published to the topic '"
              + topic.substring(0, Math.min(200, topic.length()))
              + "': it must have 1 to 65535 bytes, and no +, # or zero");
    }
    return topic;
  }
}
