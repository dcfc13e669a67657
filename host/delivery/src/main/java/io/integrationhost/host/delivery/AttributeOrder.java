package io.integrationhost.host.delivery;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.FragmentContent;
import io.integrationhost.remote.FragmentHeader;
import io.integrationhost.remote.FragmentReader;
import io.integrationhost.remote.UplinkCodec;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps attributes from being set back. What is sent again, or later than something behind it, must
 * not carry an attribute of which ThingsBoard may already have a newer value: such a value is taken
 * out of the record, and the record with the newer one keeps it in case it never arrives itself.
 * Telemetry needs none of this, since every value travels with its time.
 *
 * <p>Records are decoded here and only here, and only while something is out of order. Confined to
 * the thread that delivers.
 */
final class AttributeOrder {

  private static final int PRUNE_ABOVE = 10_000;

  private final FragmentReader reader = new FragmentReader();
  private final UplinkCodec codec = new UplinkCodec();
  private final Map<Attribute, Item> newest = new HashMap<>();
  private final Map<Attribute, Long> accepted = new HashMap<>();
  private int pruneAbove = PRUNE_ABOVE;
  private boolean watching;

  /** A device or asset. */
  record Entity(EntityKind kind, String name) {}

  private record Attribute(Entity entity, String key) {}

  boolean isWatching() {
    return watching;
  }

  /** Something may be out of order from now on: all of this may be known to ThingsBoard. */
  void watch(List<Batch> sent) {
    if (watching) {
      return;
    }
    watching = true;
    for (Batch batch : sent) {
      batch.items().forEach(this::sent);
      if (batch.is(Batch.Progress.DONE)) {
        batch.items().forEach(this::accepted);
      }
    }
  }

  /** All is in order again. */
  void rest() {
    watching = false;
    newest.clear();
    accepted.clear();
  }

  /** The item leaves now. */
  void sent(Item item) {
    if (!watching) {
      return;
    }
    attributesOf(item.record())
        .ifPresent(
            data -> {
              Entity entity = entity(data);
              for (String key : data.attributes().orElseThrow().keySet()) {
                newest.merge(
                    new Attribute(entity, key),
                    item,
                    (former, latter) -> latter.rank() >= former.rank() ? latter : former);
              }
            });
  }

  /** The attributes of an item are in this one from now on. */
  void moved(Item part) {
    if (watching) {
      newest.replaceAll((key, item) -> item.rank() == part.rank() ? part : item);
    }
  }

  /** ThingsBoard has the item for sure. */
  void accepted(Item item) {
    if (!watching) {
      return;
    }
    attributesOf(item.record())
        .ifPresent(
            data -> {
              for (String key : data.attributes().orElseThrow().keySet()) {
                Attribute attribute = new Attribute(entity(data), key);
                accepted.merge(attribute, item.rank(), Math::max);
                Item last = newest.get(attribute);
                if (last != null) {
                  last.dropOlder(key, item.rank());
                }
              }
            });
  }

  /** Nothing before this position is outstanding any more. */
  void trimmed(long position) {
    if (newest.size() > pruneAbove) {
      newest.values().removeIf(item -> item.rank() < position);
      accepted.values().removeIf(known -> known < position);
      pruneAbove = Math.max(PRUNE_ABOVE, 2 * newest.size());
    }
  }

  /**
   * Takes the attributes out of an item that ThingsBoard may have in a newer form.
   *
   * @return whether anything is left to be sent
   */
  boolean strip(Item item) {
    if (newest.isEmpty()) {
      return true;
    }
    Optional<EntityData> found = attributesOf(item.record());
    if (found.isEmpty()) {
      return true;
    }
    EntityData data = found.get();
    Entity entity = entity(data);
    Map<String, Value> left = new LinkedHashMap<>(data.attributes().orElseThrow());
    boolean changed = false;
    for (Map.Entry<String, Value> attribute : data.attributes().orElseThrow().entrySet()) {
      Attribute place = new Attribute(entity, attribute.getKey());
      Item newer = newest.get(place);
      if (newer != null && newer.rank() > item.rank()) {
        left.remove(attribute.getKey());
        changed = true;
        item.dropOlder(attribute.getKey(), Long.MAX_VALUE);
        if (accepted.getOrDefault(place, Long.MIN_VALUE) < item.rank()) {
          newer.keepOlder(attribute.getKey(), attribute.getValue(), item.rank());
        }
      }
    }
    if (!changed) {
      return true;
    }
    if (left.isEmpty() && !hasTelemetry(data)) {
      return false;
    }
    item.record(
        codec.encode(
            data.withValues(
                data.telemetry(), left.isEmpty() ? Optional.empty() : Optional.of(left))));
    return true;
  }

  /** The entity whose attributes are in the record; empty when there are none. */
  Optional<Entity> attributed(byte[] record) {
    return reader
        .header(record)
        .filter(FragmentHeader::attributes)
        .map(header -> new Entity(header.kind(), header.name()));
  }

  /** The record without its attributes; empty when nothing else is in it. */
  Optional<byte[]> withoutAttributes(byte[] record) {
    return attributesOf(record)
        .filter(AttributeOrder::hasTelemetry)
        .map(data -> codec.encode(data.withValues(data.telemetry(), Optional.empty())));
  }

  /** The record with its attributes only. */
  byte[] onlyAttributes(byte[] record) {
    return attributesOf(record)
        .map(data -> codec.encode(data.withValues(Optional.empty(), data.attributes())))
        .orElse(record);
  }

  /** The record with these attributes and nothing else. */
  byte[] withAttributes(byte[] record, Map<String, Value> attributes) {
    return reader.read(record) instanceof FragmentContent.Entity entity
        ? codec.encode(entity.data().withValues(Optional.empty(), Optional.of(attributes)))
        : record;
  }

  private Optional<EntityData> attributesOf(byte[] record) {
    if (reader.header(record).filter(FragmentHeader::attributes).isEmpty()) {
      return Optional.empty();
    }
    return reader.read(record) instanceof FragmentContent.Entity entity
        ? Optional.of(entity.data()).filter(data -> data.attributes().isPresent())
        : Optional.empty();
  }

  private static boolean hasTelemetry(EntityData data) {
    return !data.telemetry().orElse(Collections.emptyList()).isEmpty();
  }

  private static Entity entity(EntityData data) {
    return new Entity(data.kind(), data.name());
  }
}
