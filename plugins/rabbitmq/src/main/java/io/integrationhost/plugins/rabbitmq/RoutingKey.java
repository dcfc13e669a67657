package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.kit.DownlinkPattern;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import java.nio.charset.StandardCharsets;

/**
 * The routing key of downlinks.
 *
 * @param pattern in which <code>${key}</code> stands for what the downlink converter says
 */
record RoutingKey(String pattern) {

  private static final int LONGEST = 255;

  /** Refuses a downlink whose converter has not said what the pattern wants. */
  String of(Downlink downlink) {
    String key = new DownlinkPattern("downlinkTopic", pattern).of(downlink);
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw Refusal.rejected(
          "the routing key that follows from downlinkTopic '"
              + pattern
              + "' is longer than RabbitMQ's "
              + LONGEST
              + " bytes");
    }
    return key;
  }
}
