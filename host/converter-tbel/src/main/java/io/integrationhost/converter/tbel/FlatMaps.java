package io.integrationhost.converter.tbel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionHashMap;

/** Nested maps, lists and sets as one map. */
public final class FlatMaps {
  private FlatMaps() {}

  public static Map<String, Object> toFlatMap(ExecutionContext context, Map<?, ?> json) {
    return toFlatMap(context, json, List.of(), true);
  }

  public static Map<String, Object> toFlatMap(
      ExecutionContext context, Map<?, ?> json, boolean pathInKey) {
    return toFlatMap(context, json, List.of(), pathInKey);
  }

  public static Map<String, Object> toFlatMap(
      ExecutionContext context, Map<?, ?> json, List<?> excludeList) {
    return toFlatMap(context, json, excludeList, true);
  }

  /**
   * Nulls and what is empty vanish.
   *
   * @param excludeList keys that are left out at every depth, with all below them
   * @param pathInKey otherwise only the last key, or the last two when the last is a number
   */
  public static Map<String, Object> toFlatMap(
      ExecutionContext context, Map<?, ?> json, List<?> excludeList, boolean pathInKey) {
    Flattening flattening =
        new Flattening(context, excludeList, pathInKey, new ExecutionHashMap<>(16, context));
    if (json != null) {
      flattening.add("", "", json);
    }
    return flattening.flat;
  }

  private record Flattening(
      ExecutionContext context,
      List<?> excluded,
      boolean pathInKey,
      ExecutionHashMap<String, Object> flat) {

    private void add(String path, String key, Object value) {
      context.checkExecution();
      if (value instanceof Map<?, ?> map) {
        map.forEach(
            (inner, each) -> {
              if (!excluded.contains(inner)) {
                step(path, key, String.valueOf(inner), each);
              }
            });
      } else if (value instanceof Collection<?> collection) {
        int index = 0;
        for (Object each : collection) {
          step(path, key, Integer.toString(index++), each);
        }
      } else if (value != null) {
        flat.put(pathInKey ? path : key, value);
      }
    }

    /**
     * One level down.
     *
     * @param key what the parent is called without its path
     */
    private void step(String path, String key, String inner, Object value) {
      String named = pathInKey ? joined(path, inner) : shortName(key, inner);
      add(pathInKey ? named : "", pathInKey ? "" : named, value);
    }

    private static String joined(String path, String inner) {
      return path.isBlank() ? path + inner : path + "." + inner;
    }

    private static String shortName(String key, String inner) {
      boolean number = !inner.isEmpty() && inner.chars().allMatch(c -> c >= '0' && c <= '9');
      String last = key.substring(key.lastIndexOf('.') + 1);
      return number && !last.isEmpty() ? last + "." + inner : inner;
    }
  }
}
