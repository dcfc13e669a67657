package io.integrationhost.runtime;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What has happened to all copies of one plugin since the host started. Safe for any thread. */
final class PluginCounters {

  private final Map<PluginFigures.Load, LongAdder> loads = adders(PluginFigures.Load.class);
  private final Map<PluginFailure.Kind, LongAdder> failures = adders(PluginFailure.Kind.class);
  private final Map<Step, Distribution> calls = new EnumMap<>(Step.class);

  PluginCounters() {
    for (Step step : Step.values()) {
      calls.put(step, new Distribution(Scale.DURATIONS));
    }
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
    return adders;
  }

  void count(PluginFigures.Load what) {
    loads.get(what).increment();
  }

  void failed(PluginFailure.Kind why) {
    failures.get(why).increment();
  }

  /** A call held the plugin's lane for so long. */
  void took(Step step, long nanos) {
    calls.get(step).add(nanos);
  }

  /**
   * A reading of all counters.
   *
   * @param laneWaiting calls that wait for the plugin's lanes now
   * @param leaked copies that were unloaded and whose memory is still taken
   */
  PluginFigures figures(String id, long laneWaiting, long leaked) {
    Map<PluginFigures.Load, Long> loaded = new EnumMap<>(PluginFigures.Load.class);
    loads.forEach((what, count) -> loaded.put(what, count.sum()));
    Map<PluginFailure.Kind, Long> failed = new EnumMap<>(PluginFailure.Kind.class);
    failures.forEach((kind, count) -> failed.put(kind, count.sum()));
    Map<Step, Distribution.Reading> times = new EnumMap<>(Step.class);
    calls.forEach((step, durations) -> times.put(step, durations.read()));
    return new PluginFigures(id, loaded, failed, times, laneWaiting, leaked);
  }
}
