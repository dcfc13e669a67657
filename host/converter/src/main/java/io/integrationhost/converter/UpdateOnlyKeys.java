package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

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
  private volatile Set<String> keys;

  /**
   * What became of one uplink.
   *
   * @param left what was handed to the store; empty when nothing has changed
   * @param stored fails when what is left was not stored, or what made it superfluous
   */
  public record Sending(List<EntityData> left, CompletionStage<?> stored) {}

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

  /** Whether no key is listed, so that all data passes as it is. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /**
   * Hands to the store what is left of an uplink, in one step: of two uplinks of one entity the one
   * that was compared first is handed over first, whatever sources they come from. What is not
   * stored is forgotten; and a value that was left out because an equal one was on its way into the
   * store shares that one's fate.
   *
   * @param data holds values, all items
   * @param store must not block; it is given data only if there is any
   */
  public Sending send(List<EntityData> data, Function<List<EntityData>, CompletionStage<?>> store) {
    List<EntityData> left = new ArrayList<>(data.size());
    CompletionStage<?> stored;
    synchronized (this) {
      for (EntityData item : data) {
        EntityData changed = apply(item);
        if (changed.telemetry().filter(all -> !all.isEmpty()).isPresent()
            || changed.attributes().filter(all -> !all.isEmpty()).isPresent()) {
          left.add(changed);
        }
      }
      if (left.isEmpty()) {
        return new Sending(left, onTheirWay(data));
      }
      try {
        stored = store.apply(List.copyOf(left));
      } catch (RuntimeException | Error e) {
        left.forEach(item -> forget(item.name()));
        throw e;
      }
      for (EntityData item : left) {
        onItsWay(item.name(), Optional.of(stored));
      }
    }
    var unused = stored.whenComplete((done, failure) -> settled(left, stored, failure));
    return new Sending(left, stored);
  }

  private CompletionStage<?> onTheirWay(List<EntityData> data) {
    return CompletableFuture.allOf(
        data.stream()
            .map(item -> entities.get(item.name()))
            .filter(Objects::nonNull)
            .flatMap(last -> last.onItsWay().stream())
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  private synchronized void settled(
      List<EntityData> left, CompletionStage<?> stored, Throwable failure) {
    for (EntityData item : left) {
      if (failure != null) {
        forget(item.name());
      } else if (isOnItsWay(item.name(), stored)) {
        onItsWay(item.name(), Optional.empty());
      }
    }
  }

  private boolean isOnItsWay(String entityName, CompletionStage<?> stored) {
    LastValues last = entities.get(entityName);
    return last != null && last.onItsWay().filter(now -> now == stored).isPresent();
  }

  private void onItsWay(String entityName, Optional<CompletionStage<?>> stored) {
    LastValues last = entities.get(entityName);
    if (last != null) {
      last.onItsWay(stored);
    }
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
