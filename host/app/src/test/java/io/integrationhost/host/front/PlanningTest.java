package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.host.plan.IntegrationPlan;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.plan.PlanException;
import io.integrationhost.host.plan.Secrets;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginInfo;
import io.integrationhost.runtime.RejectedJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an integration runs with, and when that has to be thought of again. */
final class PlanningTest {

  private static final IntegrationConfiguration TCP = Configurations.of("yard", "TCP", "{}");

  private PluginCatalog installed = catalog(plugin("tcp", 1, "TCP"), plugin("modbus", 1));
  private OperatorSettings operator = OperatorSettings.none();

  private final Planning planning = planning(Optional.empty());

  private Planning planning(Optional<String> chosen) {
    return new Planning(chosen, () -> installed, () -> operator);
  }

  private static PluginCatalog catalog(PluginInfo... plugins) {
    return new PluginCatalog(List.of(plugins), List.of(), List.of());
  }

  private static PluginInfo plugin(String id, int generation, String... serves) {
    return new PluginInfo(
        id,
        "1.0.0",
        "",
        "",
        Path.of(id + ".jar"),
        Set.of(serves),
        ConfigFactory.empty(),
        "",
        generation,
        true);
  }

  private static IntegrationConfiguration slices(String json) {
    return Configurations.of("yard", "TCP", "{\"plugins\": " + json + "}");
  }

  private IntegrationPlan use(IntegrationConfiguration wanted) {
    IntegrationPlan plan = planning.plan(wanted, Optional.empty());
    planning.use(plan);
    return plan;
  }

  private static List<String> plugins(IntegrationPlan plan) {
    return plan.transports().stream().map(TransportPlan::plugin).toList();
  }

  @Test
  void thePluginThatServesTheTypeIsTakenUnlessTheOperatorNamesOne() {
    assertThat(plugins(use(TCP))).containsExactly("tcp");
    Planning chosen = planning(Optional.of("modbus"));
    assertThat(plugins(chosen.plan(TCP, Optional.empty()))).containsExactly("modbus");
  }

  @Test
  void theFirstConfigurationIsPlannedAsFarAsPluginsAreThere() {
    IntegrationPlan plan = use(slices("{\"tcp\": {}, \"lodger\": {}}"));
    assertThat(plugins(plan)).containsExactly("tcp");
    assertThat(planning.missing())
        .singleElement()
        .asString()
        .contains("plugin 'lodger', which is not installed");
  }

  @Test
  void anotherConfigurationMustFindAllItsPlugins() {
    use(TCP);
    IntegrationConfiguration wanted = slices("{\"tcp\": {}, \"lodger\": {}}");
    assertThatThrownBy(() -> planning.plan(wanted, Optional.of(TCP)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("plugin 'lodger', which is not installed");
    // The same one again is planned as far as it goes: what runs keeps running.
    assertThat(plugins(planning.plan(wanted, Optional.of(wanted)))).containsExactly("tcp");
  }

  @Test
  void whoServedTheTypeBeforeGoesOnServingIt() {
    use(TCP);
    installed = catalog(plugin("another", 2, "TCP"), plugin("tcp", 1, "TCP"));
    assertThat(plugins(planning.plan(TCP, Optional.of(TCP)))).containsExactly("tcp");
    // For another type that says nothing.
    installed = catalog(plugin("another", 2, "UDP"), plugin("tcp", 1, "TCP"));
    assertThat(plugins(planning.plan(Configurations.of("yard", "UDP", "{}"), Optional.of(TCP))))
        .containsExactly("another");
  }

  @Test
  void aPlanIsOutdatedByOtherCopies() {
    assertThat(planning.isOutdated()).as("nothing is planned yet").isTrue();
    IntegrationPlan plan = use(TCP);
    assertThat(planning.isOutdated()).isFalse();
    assertThat(planning.isCurrent(plan.transports().get(0))).isTrue();

    installed = catalog(plugin("tcp", 2, "TCP"), plugin("modbus", 1));
    assertThat(planning.isOutdated()).isTrue();
    assertThat(planning.isCurrent(plan.transports().get(0))).isFalse();
    use(TCP);
    assertThat(planning.isOutdated()).isFalse();
  }

  @Test
  void aRejectedJarMattersOnlyToWhoMissesAPlugin() {
    use(TCP);
    PluginCatalog rejected =
        new PluginCatalog(
            installed.plugins(),
            List.of(new RejectedJar(Path.of("lodger.jar"), "is empty", "copy it again")),
            List.of());
    PluginCatalog before = installed;
    installed = rejected;
    assertThat(planning.isOutdated()).isFalse();

    installed = before;
    use(slices("{\"tcp\": {}, \"lodger\": {}}"));
    installed = rejected;
    assertThat(planning.isOutdated()).isTrue();
    use(slices("{\"tcp\": {}, \"lodger\": {}}"));
    assertThat(planning.missing())
        .singleElement()
        .asString()
        .contains("lodger.jar: is empty; copy it again");
  }

  @Test
  void whatTheOperatorSetsLiesOverThePlanAndOutdatesIt() {
    use(TCP);
    operator =
        new OperatorSettings(
            Map.of(), Map.of("tcp", ConfigFactory.parseString("port = 7")), Secrets.none());
    assertThat(planning.isOutdated()).isTrue();
    IntegrationPlan plan = use(TCP);
    assertThat(plan.transports().get(0).layers().overlay().getInt("port")).isEqualTo(7);
    assertThat(planning.isOutdated()).isFalse();
  }

  @Test
  void aPlanWithoutTransportsForgetsNobodyWhoServed() {
    use(TCP);
    installed = catalog(plugin("modbus", 1), plugin("lodger", 1));
    IntegrationPlan nothing = planning.plan(TCP, Optional.of(TCP));
    assertThat(nothing.transports()).isEmpty();
    planning.use(nothing);
    assertThat(planning.missing())
        .singleElement()
        .asString()
        .contains("plugin 'tcp', which served it, was removed");
    installed = catalog(plugin("tcp", 2, "TCP"), plugin("modbus", 1));
    assertThat(plugins(planning.plan(TCP, Optional.of(TCP)))).containsExactly("tcp");
  }
}
