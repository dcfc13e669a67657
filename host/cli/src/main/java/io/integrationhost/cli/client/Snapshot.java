package io.integrationhost.cli.client;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All integrations at one moment.
 *
 * @param time by the host's clock
 * @param host values of the host itself
 */
public record Snapshot(Instant time, JsonObject host, List<IntegrationLine> integrations) {

  /** Reads the event of that name. */
  public static Snapshot of(JsonObject json) {
    List<IntegrationLine> all = new ArrayList<>();
    for (JsonObject each : IntegrationLine.list(json, "integrations")) {
      all.add(IntegrationLine.of(each));
    }
    return new Snapshot(
        IntegrationLine.time(json, "time").orElse(Instant.EPOCH),
        json.get("host") instanceof JsonObject host ? host : new JsonObject(),
        all);
  }

  /** An integration of it. */
  public Optional<IntegrationLine> find(String name) {
    return integrations.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * How much a counter of an integration grew in a second since a former snapshot; empty when that
   * is not known, as after a restart of the integration.
   */
  public OptionalDouble rate(Optional<Snapshot> former, String integration, String counter) {
    OptionalDouble now = value(find(integration), counter);
    OptionalDouble before = value(former.flatMap(each -> each.find(integration)), counter);
    double seconds =
        former.map(each -> Duration.between(each.time(), time).toMillis() / 1_000.0).orElse(0.0);
    return now.isPresent()
            && before.isPresent()
            && seconds > 0
            && now.getAsDouble() >= before.getAsDouble()
        ? OptionalDouble.of((now.getAsDouble() - before.getAsDouble()) / seconds)
        : OptionalDouble.empty();
  }

  private static OptionalDouble value(Optional<IntegrationLine> integration, String name) {
    return integration.map(each -> each.value(name)).orElse(OptionalDouble.empty());
  }
}
