package io.integrationhost.bench;

import java.nio.file.Path;

/**
 * One thing to measure.
 *
 * @param paced whether it sends at a fixed rate, so that only its latency means anything
 */
record Variant(String name, Scenario scenario, boolean paced, Starter starter) {

  /** Puts a load to work. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts it.
     *
     * @param directory an empty one
     */
    Load start(Path directory);
  }
}
