package io.integrationhost.host.front;

import io.integrationhost.ground.CleanText;
import io.integrationhost.host.plan.IntegrationPlan;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.plan.PlanException;
import io.integrationhost.host.plan.Planner;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.runtime.PluginCatalog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Plans one integration with the plugins that are installed, and knows when that has to be done
 * again. Confined to the control thread.
 */
final class Planning {

  private final Optional<String> chosenPlugin;
  private final Supplier<PluginCatalog> installed;
  private final Supplier<OperatorSettings> operator;
  private Optional<OperatorSettings> usedOperator = Optional.empty();
  private Set<String> served = Set.of();
  private Optional<PluginCatalog> used = Optional.empty();
  private List<String> missing = List.of();

  /**
   * Nothing is planned yet.
   *
   * @param operator what the host's settings say of transports; of now
   */
  Planning(
      Optional<String> chosenPlugin,
      Supplier<PluginCatalog> installed,
      Supplier<OperatorSettings> operator) {
    this.chosenPlugin = chosenPlugin;
    this.operator = operator;
    this.installed = installed;
  }

  /**
   * The plan of a configuration. What is in use already, or the first one, is planned as far as
   * plugins are there; another one must find them all.
   *
   * @throws PlanException when the configuration cannot be used
   */
  IntegrationPlan plan(
      IntegrationConfiguration wanted, Optional<IntegrationConfiguration> current) {
    PluginCatalog catalog = installed.get();
    used = Optional.of(catalog);
    OperatorSettings settings = operator.get();
    usedOperator = Optional.of(settings);
    boolean sameType = current.filter(now -> now.type().equals(wanted.type())).isPresent();
    IntegrationPlan plan =
        new Planner(catalog)
            .planInstalled(
                CleanText.name(wanted.name()),
                CleanText.name(wanted.type()),
                wanted.configuration(),
                chosenPlugin,
                sameType ? served : Set.of());
    boolean another = current.isPresent() && !current.equals(Optional.of(wanted));
    if (another && !plan.missing().isEmpty()) {
      throw new PlanException(String.join("; ", plan.missing()));
    }
    return settings.over(plan);
  }

  /**
   * Whether what is in use would now be planned in another way, or not at all.
   *
   * @param running whether the transports of a plan are those that run or wait
   */
  boolean differs(IntegrationConfiguration current, Predicate<List<TransportPlan>> running) {
    try {
      IntegrationPlan plan = plan(current, Optional.of(current));
      return !plan.missing().equals(missing) || !running.test(plan.transports());
    } catch (RuntimeException e) {
      return true;
    }
  }

  /** The plan is in use now. */
  void use(IntegrationPlan plan) {
    missing = plan.missing();
    if (!plan.transports().isEmpty()) {
      served =
          plan.transports().stream()
              .map(TransportPlan::plugin)
              .collect(Collectors.toUnmodifiableSet());
    }
  }

  /** Transports that the configuration asks for and no plugin makes, in words. */
  List<String> missing() {
    return missing;
  }

  /**
   * Whether other plugins are installed than at the last plan, or other jars rejected while a
   * plugin is missing, or the operator has set something else.
   */
  boolean isOutdated() {
    OperatorSettings wanted = operator.get();
    if (usedOperator.filter(before -> !before.configuresAs(wanted)).isPresent()) {
      return true;
    }
    PluginCatalog now = installed.get();
    return used.filter(
            catalog ->
                catalog.offersSameAs(now)
                    && (missing.isEmpty() || catalog.rejected().equals(now.rejected())))
        .isEmpty();
  }

  /** Whether a transport of the plan is made by what is installed now. */
  boolean isCurrent(TransportPlan plan) {
    return installed.get().offers(plan.copy());
  }
}
