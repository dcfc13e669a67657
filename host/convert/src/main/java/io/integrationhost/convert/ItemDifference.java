package io.integrationhost.convert;

import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an item loses as its keys did not change (facts 5.5). */
public final class ItemDifference {
  private ItemDifference() {}

  /**
   * The keys that are not sent at all.
   *
   * @param all as the script made it
   * @param sent what is left of it
   */
  public static Set<String> dropped(EntityData all, EntityData sent) {
    Set<String> keys = keys(all);
    keys.removeAll(keys(sent));
    return keys;
  }

  /** ThingsBoard answers an item without anything with a failure (facts 2.5). */
  public static boolean isEmpty(EntityData sent) {
    return sent.telemetry().map(List::isEmpty).orElse(true) && sent.attributes().isEmpty();
  }

  static Set<String> keys(EntityData item) {
    Set<String> keys = new TreeSet<>();
    for (TimedValues instant : item.telemetry().orElse(List.of())) {
      keys.addAll(instant.values().keySet());
    }
    keys.addAll(item.attributes().orElse(Map.of()).keySet());
    return keys;
  }
}
