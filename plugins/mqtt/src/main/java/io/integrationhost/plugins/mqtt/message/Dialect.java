package io.integrationhost.plugins.mqtt.message;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Uplink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What is said in messages: makes uplinks of those that come, and messages of downlinks. One object
 * lives as long as its transport, over all connections; all but {@link #publication} is called on
 * the connection's loop and must not block.
 */
public interface Dialect {

  /**
   * Publishes to the broker; callable from any thread.
   *
   * <p>The stage completes when the broker has confirmed the message, with quality of service 0
   * when it was sent; it fails with a {@link io.integrationhost.plugin.TransportException}.
   */
  interface Broker extends Function<Publication, CompletionStage<Void>> {}

  /**
   * What a message holds. It is acknowledged when the host is done with all of it.
   *
   * @param message as it came; an exception is that of a malformed message: logged, acknowledged
   * @return in the order in which they are published; empty: nothing to keep
   */
  List<Uplink> uplinks(Message message);

  /**
   * How a downlink is said. Any thread.
   *
   * @param downlink to a device
   * @return what to publish
   * @throws io.integrationhost.plugin.TransportException when it cannot be said
   */
  Publication publication(Downlink downlink);

  /**
   * The broker has confirmed all subscriptions of a connection; messages of it may have come
   * before.
   *
   * @param broker for this connection
   */
  default void opened(Broker broker) {}

  /** The connection that was opened last is gone. */
  default void closed() {}

  /**
   * What a person wants to know. Any thread.
   *
   * @return texts by what they tell
   */
  default Map<String, String> facts() {
    return Map.of();
  }
}
