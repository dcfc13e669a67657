package io.integrationhost.plugins.mqtt.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Messages that could not be read and were let go, by topic: the first topics that had any, and all
 * others in one sum. Thread-safe.
 */
final class Unreadable {

  private static final int MOST_TOPICS = 20;

  /** Topics are for people here, and devices choose them. */
  private final Map<String, Long> byTopic = new LinkedHashMap<>();

  private long ofOthers;
  private String last = "";

  /** One more. */
  synchronized void add(String topic, String why) {
    last = why;
    String shown = Arrivals.shown(topic);
    if (byTopic.size() < MOST_TOPICS || byTopic.containsKey(shown)) {
      byTopic.merge(shown, 1L, Long::sum);
    } else {
      ofOthers++;
    }
  }

  /** Nothing when all could be read. */
  synchronized Map<String, String> facts() {
    if (byTopic.isEmpty()) {
      return Map.of();
    }
    String topics =
        byTopic.entrySet().stream()
            .map(each -> "'" + each.getKey() + "' (" + each.getValue() + ")")
            .collect(Collectors.joining(", "));
    return Map.of(
        "messages that could not be read, by topic",
        topics
            + (ofOthers == 0 ? "" : ", other topics (" + ofOthers + ")")
            + "; the last: "
            + last);
  }
}
