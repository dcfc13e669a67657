package io.integrationhost.host.front;

import io.integrationhost.host.board.PushFigures;
import io.integrationhost.host.board.PushFigures.Outcome;
import io.integrationhost.host.board.PushFigures.Source;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts configurations that come. Used by the control thread; any thread reads. */
final class PushCounters {

  private final Map<Source, Map<Outcome, LongAdder>> counts = new EnumMap<>(Source.class);

  /** So many wait to be applied, or have been overtaken by one that does. */
  private final Map<Source, Integer> waiting = new EnumMap<>(Source.class);

  PushCounters() {
    for (Source source : Source.values()) {
      Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, new LongAdder());
      }
      counts.put(source, outcomes);
    }
  }

  /**
   * One has come.
   *
   * @param inUse whether it is the one in use
   */
  void came(Source source, boolean inUse) {
    if (inUse) {
      counts.get(source).get(Outcome.UNCHANGED).increment();
    } else {
      waiting.merge(source, 1, Integer::sum);
    }
  }

  /** What came until now is in use, or refused. */
  void settled(boolean applied) {
    Outcome outcome = applied ? Outcome.APPLIED : Outcome.REFUSED;
    waiting.forEach((source, came) -> counts.get(source).get(outcome).add(came));
    waiting.clear();
  }

  PushFigures figures() {
    Map<Source, Map<Outcome, Long>> all = new EnumMap<>(Source.class);
    counts.forEach(
        (source, outcomes) -> {
          Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
          outcomes.forEach((outcome, count) -> sums.put(outcome, count.sum()));
          all.put(source, sums);
        });
    return new PushFigures(all);
  }
}
