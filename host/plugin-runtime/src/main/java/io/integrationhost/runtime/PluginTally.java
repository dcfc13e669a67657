package io.integrationhost.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** The counters of all plugins, by id. Safe for any thread. */
final class PluginTally {

  /** Ids come from jars: somebody may install ever other ones. */
  private static final int MOST = 200;

  private final Map<String, PluginCounters> plugins = new ConcurrentHashMap<>();

  PluginCounters of(String id) {
    PluginCounters known = plugins.get(id);
    if (known != null) {
      return known;
    }
    String name = id.isEmpty() || plugins.size() >= MOST ? PluginFigures.OTHER : id;
    return plugins.computeIfAbsent(name, unknown -> new PluginCounters());
  }

  List<PluginFigures> figures(ToLongFunction<String> laneWaiting, ToLongFunction<String> leaked) {
    return plugins.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            each ->
                each.getValue()
                    .figures(
                        each.getKey(),
                        laneWaiting.applyAsLong(each.getKey()),
                        leaked.applyAsLong(each.getKey())))
        .toList();
  }
}
