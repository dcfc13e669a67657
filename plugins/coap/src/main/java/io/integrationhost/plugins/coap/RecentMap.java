package io.integrationhost.plugins.coap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * So many entries at most; the one unused for longest makes room. Thread-safe.
 *
 * @param <K> of the entries
 * @param <V> of the entries
 */
final class RecentMap<K, V> {

  private final Map<K, V> entries;

  RecentMap(int most) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  /** Takes all entries of a value out. */
  synchronized void forget(V value) {
    entries.values().removeIf(each -> each == value);
  }
}
