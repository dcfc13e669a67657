package io.integrationhost.runtime;

import java.util.List;

/**
 * How a plugin went.
 *
 * @param failures what its transports or the plugin itself answered to being stopped, in words
 * @param survivingThreads threads that the plugin has left running, each with where it stands; they
 *     keep its memory until they end
 */
public record UnloadReport(String plugin, List<String> failures, List<String> survivingThreads) {

  public UnloadReport {
    failures = List.copyOf(failures);
    survivingThreads = List.copyOf(survivingThreads);
  }

  /** Whether the plugin has gone without a trace. */
  public boolean isClean() {
    return failures.isEmpty() && survivingThreads.isEmpty();
  }
}
