package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes that were heard, with what their births said. Whoever may publish can make up nodes and
 * metrics: above a number of nodes, or of bytes in all, those that were silent longest are
 * forgotten and asked for a birth when they are heard again. Used by one thread at a time.
 */
final class EdgeNodes {

  /** Births that are asked for in a second, of all nodes: nobody makes us flood a broker. */
  private static final int MOST_REQUESTS = 100;

  private final int mostNodes;
  private final long mostBytes;
  private final Map<Member, EdgeNode> nodes = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long forgotten;
  private long second;
  private int requests;

  /**
   * Knows nobody yet.
   *
   * @param mostNodes at least 1
   * @param mostBytes about how much memory all of them may take
   */
  EdgeNodes(int mostNodes, long mostBytes) {
    this.mostNodes = mostNodes;
    this.mostBytes = mostBytes;
  }

  /**
   * Takes in a message of a node or device.
   *
   * @param topic no command
   * @param payload of the message
   * @param now when it came, in milliseconds since 1970-01-01 UTC
   */
  Heard hear(Topic topic, Payload payload, long now) {
    Member member = new Member(topic.group(), topic.node(), Optional.empty());
    EdgeNode node = nodes.get(member);
    long before = node == null ? 0 : node.bytes();
    if (node == null) {
      node = new EdgeNode(member);
      nodes.put(member, node);
    }
    Heard heard = node.hear(topic, payload, now);
    bytes += node.bytes() - before;
    shrink(node);
    return heard;
  }

  private void shrink(EdgeNode heard) {
    Iterator<EdgeNode> silentFirst = nodes.values().iterator();
    while ((nodes.size() > mostNodes || bytes > mostBytes) && silentFirst.hasNext()) {
      EdgeNode silent = silentFirst.next();
      if (silent == heard) {
        bytes -= heard.bytes();
        heard.forget();
        bytes += heard.bytes();
        forgotten++;
        return;
      }
      bytes -= silent.bytes();
      silentFirst.remove();
      forgotten++;
    }
  }

  /**
   * Whether to ask a node for a birth now, if one is due at all.
   *
   * @param node of which a message was heard
   * @param now in milliseconds
   * @param interval between two requests to the same node, in milliseconds
   */
  boolean asksNow(Member node, long now, long interval) {
    if (now / 1000 != second) {
      second = now / 1000;
      requests = 0;
    }
    EdgeNode known = nodes.get(node);
    if (known == null || requests >= MOST_REQUESTS || !known.asksNow(now, interval)) {
      return false;
    }
    requests++;
    return true;
  }

  /** Messages may have been missed, of all nodes. */
  void missed() {
    nodes.values().forEach(EdgeNode::missed);
  }

  /** What the birth of a node or device said of a metric. */
  Optional<Birth.Known> known(Member member, String metric) {
    EdgeNode node = nodes.get(member.itsNode());
    return node == null ? Optional.empty() : node.known(member.device(), metric);
  }

  /** Whether the birth of a node or device is known. */
  boolean isBorn(Member member) {
    EdgeNode node = nodes.get(member.itsNode());
    return node != null && node.isBorn(member.device());
  }

  int size() {
    return nodes.size();
  }

  long bytes() {
    return bytes;
  }

  /** How often a node had to be forgotten for want of room. */
  long forgotten() {
    return forgotten;
  }
}
