package io.integrationhost.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a transport tells of itself, cut to what people read. */
final class TransportFacts {

  private static final int MOST = 20;
  private static final int MOST_TEXT = 200;

  private TransportFacts() {}

  /** Copies, since the plugin's own map would lead to its classes. */
  static Map<String, String> of(Map<String, String> told) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (told != null) {
      told.entrySet().stream()
          .limit(MOST)
          .forEach(fact -> facts.put(cut(fact.getKey()), cut(fact.getValue())));
    }
    return Collections.unmodifiableMap(facts);
  }

  private static String cut(String told) {
    String text = String.valueOf(told);
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "..." : text;
  }
}
