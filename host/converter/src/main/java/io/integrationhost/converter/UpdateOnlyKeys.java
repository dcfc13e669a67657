package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drops listed keys whose value is the one last sent (facts 5.5). One per integration, kept when
 * its converter changes. Thread safe, never blocks for long.
 *
 * <p>Remembers at most the given number of entity names, those used last; an entity that was
 * forgotten sends all its keys once more. Each one costs at most two short texts per listed key.
 */
public final class UpdateOnlyKeys {
  private final int maxEntities;
  private final Map<String, LastValues> entities = new LinkedHashMap<>(16, 0.75f, true);
  private Set<String> keys;

  /**
   * @param keys of {@link UplinkConverter#updateOnlyKeys()}
   * @param maxEntities how many entity names to remember
   */
  public UpdateOnlyKeys(Set<String> keys, int maxEntities) {
    if (maxEntities <= 0) {
      throw new IllegalArgumentException(
          "updateOnlyKeys must remember at least one entity, not " + maxEntities);
    }
    this.keys = Set.copyOf(keys);
    this.maxEntities = maxEntities;
  }

  /**
   * What is left to send, and remembers it as sent. Data of one entity must be given in its order.
   *
   * @return the same data when nothing is dropped; telemetry or attributes that lost all stay set,
   *     but empty, which the server refuses for telemetry alone (facts 2.5)
   */
  public synchronized EntityData apply(EntityData data) {
    if (keys.isEmpty()) {
      return data;
    }
    LastValues last = entities.computeIfAbsent(data.name(), name -> new LastValues());
    if (entities.size() > maxEntities) {
      entities.remove(entities.keySet().iterator().next());
    }
    return data.withValues(
        data.telemetry().map(all -> telemetry(last, all)),
        data.attributes().map(all -> last.changedAttributes(keys, all)));
  }

  /** Takes the keys of a changed converter; what is known about keys still listed stays. */
  public synchronized void retain(Set<String> listed) {
    keys = Set.copyOf(listed);
    entities.values().forEach(last -> last.retain(keys));
  }

  /** Forgets what was sent for an entity, because it was not stored after all. */
  public synchronized void forget(String entityName) {
    entities.remove(entityName);
  }

  private List<TimedValues> telemetry(LastValues last, List<TimedValues> all) {
    List<TimedValues> left = new ArrayList<>(all.size());
    for (TimedValues one : all) {
      Map<String, Value> changed = last.changedTelemetry(keys, one.values());
      if (!changed.isEmpty()) {
        left.add(changed.size() == one.values().size() ? one : new TimedValues(one.ts(), changed));
      }
    }
    return left;
  }
}
