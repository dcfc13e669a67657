package io.integrationhost.host.delivery;

import java.util.Optional;

/** Where counts come from, as late as possible: what waits is one report, however long it waits. */
@FunctionalInterface
public interface StatisticsSource {

  /** All that was counted since the last report that arrived; absent when nobody can be told. */
  Optional<StatisticsReport> report();
}
