package io.integrationhost.cli.check;

import java.util.Optional;

/**
 * Whether a host runs with the data directory that is checked.
 *
 * @param process its number; empty where the system does not tell
 */
record RunningHost(boolean isRunning, Optional<Long> process) {

  static RunningHost none() {
    return new RunningHost(false, Optional.empty());
  }
}
