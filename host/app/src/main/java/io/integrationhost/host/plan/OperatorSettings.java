package io.integrationhost.host.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.runtime.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the operator has set for the transports of one integration in the host's own settings.
 *
 * @param plugins keys for all transports of a plugin, by its id; laid under the slice
 * @param transports keys for one transport, by its name; laid over the slice
 */
public record OperatorSettings(
    Map<String, Config> plugins, Map<String, Config> transports, Secrets secrets) {

  public OperatorSettings {
    plugins = Map.copyOf(plugins);
    transports = Map.copyOf(transports);
  }

  public static OperatorSettings none() {
    return new OperatorSettings(Map.of(), Map.of(), Secrets.none());
  }

  /** Whether transports are configured alike; secrets are asked for at each use. */
  public boolean configuresAs(OperatorSettings other) {
    return plugins.equals(other.plugins) && transports.equals(other.transports);
  }

  /** The plan with these settings laid under and over its slices. */
  public IntegrationPlan over(IntegrationPlan plan) {
    List<String> warnings = new ArrayList<>(plan.warnings());
    Set<String> names =
        plan.transports().stream()
            .map(TransportPlan::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (plan.missing().isEmpty()) {
      new TreeSet<>(transports.keySet())
          .stream()
              .filter(name -> !names.contains(name))
              .forEach(name -> warnings.add(unused(name, names)));
    }
    return new IntegrationPlan(
        plan.transports().stream().map(this::over).toList(),
        plan.missing(),
        plan.metadata(),
        plan.waiting(),
        warnings);
  }

  private TransportPlan over(TransportPlan plan) {
    Layers layers =
        new Layers(
            plugins.getOrDefault(plan.plugin(), ConfigFactory.empty()),
            plan.slice(),
            transports.getOrDefault(plan.name(), ConfigFactory.empty()));
    return new TransportPlan(plan.name(), plan.copy(), plan.type(), layers);
  }

  private String unused(String name, Set<String> names) {
    return transports.get(name).root().origin().description()
        + ": transports."
        + name
        + " is of no use: the integration has no transport of that name, but "
        + String.join(", ", names);
  }

  /** Names sections, never keys or values. */
  @Override
  public String toString() {
    return "OperatorSettings[plugins "
        + new TreeSet<>(plugins.keySet())
        + ", transports "
        + new TreeSet<>(transports.keySet())
        + ", "
        + secrets
        + "]";
  }
}
