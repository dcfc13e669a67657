package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.AMQP;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugins.rabbitmq.Unconfirmed.Pending;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What goes along with a downlink. */
final class Outgoing {

  private static final int PERSISTENT = 2;
  private static final int TRANSIENT = 1;

  private Outgoing() {}

  static AMQP.BasicProperties properties(Pending pending, Settings.Downlinks wanted) {
    var properties =
        new AMQP.BasicProperties.Builder()
            .messageId(pending.id())
            .contentType(type(pending.downlink().contentType()))
            .deliveryMode(wanted.persistent() ? PERSISTENT : TRANSIENT);
    if (wanted.headers()) {
      properties.headers(Map.copyOf(pending.downlink().metadata()));
    }
    return properties.build();
  }

  /**
   * Why AMQP has no place for them. The library says so in the midst of publishing, and has counted
   * a message then that the broker never sees.
   *
   * @param longest frame in bytes that the broker takes; 0: any
   */
  static Optional<String> unfit(AMQP.BasicProperties properties, int longest) {
    String why;
    try {
      int size = properties.toFrame(0, 0).size();
      if (longest == 0 || size <= longest) {
        return Optional.empty();
      }
      why = size + " bytes, more than the " + longest + " that RabbitMQ takes";
    } catch (IOException | IllegalArgumentException e) {
      why = Words.said(e);
    }
    return Optional.of(
        "the metadata of the downlink converter cannot be sent as headers ("
            + why
            + "); put less or shorter names into it, or set downlinkHeaders = false");
  }

  private static String type(ContentType type) {
    return switch (type) {
      case JSON -> "application/json";
      case TEXT -> "text/plain";
      case BINARY -> "application/octet-stream";
    };
  }
}
