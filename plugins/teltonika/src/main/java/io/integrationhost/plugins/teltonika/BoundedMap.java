package io.integrationhost.plugins.teltonika;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Remembers something for each of the keys used last. Thread-safe. */
final class BoundedMap<K, V> {

  private final Map<K, V> entries;

  BoundedMap(int limit) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > limit;
          }
        };
  }

  synchronized Optional<V> find(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Replaces what is remembered and returns the new value. */
  synchronized V change(K key, V absent, UnaryOperator<V> change) {
    V changed = change.apply(entries.getOrDefault(key, absent));
    entries.put(key, changed);
    return changed;
  }

  synchronized void forget(K key) {
    entries.remove(key);
  }
}
