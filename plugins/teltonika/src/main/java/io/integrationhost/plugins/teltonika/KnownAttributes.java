package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.Imei;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of devices that the host has stored since the start, so that each is sent once and
 * again when it changes. Forgetting one costs a repetition. Thread-safe.
 */
final class KnownAttributes {

  private static final int DEVICES = 100_000;

  private final BoundedMap<Imei, Map<String, Value>> stored = new BoundedMap<>(DEVICES);

  /** Those that the host does not have yet. */
  Map<String, Value> news(Imei imei, Map<String, Value> attributes) {
    Map<String, Value> known = stored.find(imei).orElse(Map.of());
    Map<String, Value> news = new LinkedHashMap<>(attributes);
    news.entrySet().removeAll(known.entrySet());
    return news;
  }

  void remember(Imei imei, Map<String, Value> attributes) {
    if (!attributes.isEmpty()) {
      stored.change(
          imei,
          Map.of(),
          before -> {
            Map<String, Value> after = new HashMap<>(before);
            after.putAll(attributes);
            return Map.copyOf(after);
          });
    }
  }
}
