package io.integrationhost.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The integrations by their routing key of the moment. Thread-safe. */
final class Directory {
  private final Map<String, IntegrationState> byKey = new ConcurrentHashMap<>();

  Optional<IntegrationState> find(String routingKey) {
    return Optional.ofNullable(byKey.get(routingKey));
  }

  List<IntegrationState> all() {
    return new ArrayList<>(byKey.values());
  }

  synchronized void add(IntegrationState state) {
    String key = state.integration().routingKey();
    if (byKey.putIfAbsent(key, state) != null) {
      throw new IllegalArgumentException(
          "The emulator already has an integration with the routing key "
              + key
              + "; change that one or choose another key");
    }
  }

  /** Forgets an integration: the next connection with its key is refused (facts 2.7). */
  synchronized void remove(IntegrationState state) {
    byKey.remove(state.integration().routingKey(), state);
  }

  /** Stores a changed configuration, whose routing key may have changed as well. */
  synchronized void save(IntegrationState state, EmulatedIntegration changed) {
    String oldKey = state.integration().routingKey();
    if (byKey.get(oldKey) == state && !oldKey.equals(changed.routingKey())) {
      if (byKey.putIfAbsent(changed.routingKey(), state) != null) {
        throw new IllegalArgumentException(
            "Another integration of the emulator has the routing key "
                + changed.routingKey()
                + "; choose another key");
      }
      byKey.remove(oldKey);
    }
    state.integration(changed);
  }

  /** Stores what a push changes. */
  synchronized void save(IntegrationState state, Push push) {
    if (push instanceof EmulatedIntegration changed) {
      save(state, changed);
    } else if (push instanceof EmulatedConverter converter) {
      state.integration(state.integration().withConverter(converter));
    }
  }
}
