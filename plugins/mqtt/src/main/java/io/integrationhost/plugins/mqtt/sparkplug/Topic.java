package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.Optional;

/**
 * A topic of Sparkplug B.
 *
 * @param group of the edge node
 * @param kind what its messages are
 * @param node the edge node; its name is unique in its group
 * @param device a device behind the node; empty when the message is the node's own
 */
record Topic(String group, Kind kind, String node, Optional<String> device) {

  private static final String SPACE = "spBv1.0/";

  /** What a message is. */
  enum Kind {
    NBIRTH,
    DBIRTH,
    NDATA,
    DDATA,
    NDEATH,
    DDEATH,
    NCMD,
    DCMD;

    boolean isOfDevice() {
      return name().charAt(0) == 'D';
    }

    boolean isCommand() {
      return this == NCMD || this == DCMD;
    }
  }

  /** Whether messages of the topic are of Sparkplug B at all. */
  static boolean isSparkplug(String topic) {
    return topic.startsWith(SPACE);
  }

  /** Whether hosts say there that they live; JSON, and nothing of a device. */
  static boolean isState(String topic) {
    return topic.startsWith(SPACE + "STATE/");
  }

  /**
   * The topic as its parts.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static Topic of(String topic) {
    String[] levels = topic.split("/", -1);
    if (!isSparkplug(topic) || levels.length < 4 || levels.length > 5) {
      throw new IllegalArgumentException(
          "it has " + levels.length + " levels (expected: spBv1.0/group/type/node[/device])");
    }
    Kind kind = kind(levels[2]);
    if (kind.isOfDevice() != (levels.length == 5)) {
      throw new IllegalArgumentException(
          kind + (levels.length == 5 ? " is of a node, not of a device" : " names no device"));
    }
    for (String level : levels) {
      if (level.isBlank()) {
        throw new IllegalArgumentException("one of its levels is empty");
      }
    }
    return new Topic(
        levels[1], kind, levels[3], levels.length == 5 ? Optional.of(levels[4]) : Optional.empty());
  }

  private static Kind kind(String text) {
    for (Kind each : Kind.values()) {
      if (each.name().equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException("its type is none of Sparkplug B");
  }

  /** Where commands for the node or device go. */
  Topic command() {
    return new Topic(group, device.isPresent() ? Kind.DCMD : Kind.NCMD, node, device);
  }

  @Override
  public String toString() {
    return SPACE + group + "/" + kind + "/" + node + device.map(each -> "/" + each).orElse("");
  }
}
