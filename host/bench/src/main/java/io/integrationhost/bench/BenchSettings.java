package io.integrationhost.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What to measure.
 *
 * @param home where the distribution is, for its plugins
 * @param data an empty directory for this run
 * @param attacks of that scenario
 * @param durabilities of the spool: {@code fsync}, {@code none}, {@code memory}
 * @param integrations numbers of integrations that share the core's load
 * @param window how long one scenario is measured in one round
 * @param rounds that count; one more comes before them
 * @param connections of TCP devices
 * @param decodingServer whether the server decodes what it counts
 * @param publishers sources of the core's load, each with one uplink in flight
 */
public record BenchSettings(
    Path home,
    Path data,
    Set<Scenario> scenarios,
    Set<Attack> attacks,
    List<String> durabilities,
    List<Integer> integrations,
    Duration window,
    int rounds,
    int connections,
    boolean decodingServer,
    int publishers) {

  /** The durability that keeps nothing on the disk. */
  public static final String MEMORY = "memory";

  public BenchSettings {
    scenarios = Set.copyOf(scenarios);
    attacks = Set.copyOf(attacks);
    durabilities = List.copyOf(durabilities);
    integrations = List.copyOf(integrations);
  }
}
