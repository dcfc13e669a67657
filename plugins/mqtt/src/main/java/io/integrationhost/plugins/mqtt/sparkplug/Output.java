package io.integrationhost.plugins.mqtt.sparkplug;

import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.mqtt.message.Message;
import java.util.List;

/** Makes uplinks of what was heard. */
interface Output {

  /**
   * The uplinks of a message.
   *
   * @param message as it came
   * @param kind of it
   * @param heard what it means
   * @return in order; empty when there is nothing to keep
   */
  List<Uplink> uplinks(Message message, Topic.Kind kind, Heard heard);
}
