package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.Optional;

/**
 * A node, or a device behind one.
 *
 * @param group of the node
 * @param node its name, unique in the group
 * @param device its name, unique at the node; empty for the node itself
 */
record Member(String group, String node, Optional<String> device) {

  static Member of(Topic topic) {
    return new Member(topic.group(), topic.node(), topic.device());
  }

  Member itsNode() {
    return device.isEmpty() ? this : new Member(group, node, Optional.empty());
  }

  /** Where commands for it go. */
  String commandTopic() {
    return new Topic(group, Topic.Kind.NDATA, node, device).command().toString();
  }

  @Override
  public String toString() {
    return group + "/" + node + device.map(each -> "/" + each).orElse("");
  }
}
