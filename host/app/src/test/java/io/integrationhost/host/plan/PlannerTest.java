package io.integrationhost.host.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.host.downlink.WaitingLimits;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginInfo;
import io.integrationhost.runtime.RejectedJar;
import io.integrationhost.runtime.SupersededJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlannerTest {

  private final Planner planner =
      planner(plugin("tcp", "TCP", "com.example.Sensor"), plugin("modbus"));

  @Test
  void takesTheOwnTextOfACustomIntegration() {
    IntegrationPlan plan =
        planner.plan(
            "Sensors",
            "CUSTOM",
            """
            {"clazz": "com.example.Sensor", "configuration": "{\\n \\"port\\": 5555}",
             "metadata": {"site": "north", "floor": 2, "factor": 1.50}}
            """,
            Optional.empty());
    assertThat(plan.transports())
        .singleElement()
        .extracting(TransportPlan::plugin)
        .isEqualTo("tcp");
    assertThat(plan.transports().get(0).slice().getInt("port")).isEqualTo(5555);
    assertThat(plan.metadata()).isEqualTo(Map.of("site", "north", "floor", "2", "factor", "1.50"));
  }

  @Test
  void takesTheWholeObjectOfABuiltInType() {
    IntegrationPlan plan =
        planner.plan(
            "Sensors",
            "TCP",
            "{\"clientConfiguration\": {\"port\": 10560}, \"metadata\": {}}",
            Optional.empty());
    TransportPlan transport = plan.transports().get(0);
    assertThat(transport.plugin()).isEqualTo("tcp");
    assertThat(transport.slice().getInt("clientConfiguration.port")).isEqualTo(10560);
    assertThat(transport.slice().hasPath("metadata")).isFalse();
  }

  @Test
  void givesItsMetadataToAPluginThatKnowsThem() {
    Config defaults = ConfigFactory.parseString("metadata {}");
    IntegrationPlan plan =
        planner(plugin("http", defaults, "SIGFOX"))
            .plan("S", "SIGFOX", "{\"metadata\": {\"a.b\": 5}}", Optional.empty());
    assertThat(plan.transports().get(0).slice().getObject("metadata").unwrapped())
        .isEqualTo(Map.of("a.b", "5"));
    assertThat(plan.metadata()).isEqualTo(Map.of("a.b", "5"));
  }

  @Test
  void aWholeConfigurationMayNameItsPlugin() {
    IntegrationPlan plan =
        planner.plan(
            "Sensors",
            "CUSTOM",
            """
            {"clazz": "com.example.Unknown",
             "configuration": {"plugin": "modbus", "port": 5555}, "metadata": {}}
            """,
            Optional.empty());
    TransportPlan transport = plan.transports().get(0);
    assertThat(transport.plugin()).isEqualTo("modbus");
    assertThat(transport.slice().root().keySet()).containsExactly("port");
  }

  @Test
  void theHostsOwnSettingWinsOverTheConfiguration() {
    IntegrationPlan plan =
        planner.plan("Sensors", "TCP", "{\"plugin\": \"modbus\"}", Optional.of("tcp"));
    assertThat(plan.transports().get(0).plugin()).isEqualTo("tcp");
  }

  @Test
  void cutsSeveralSlices() {
    IntegrationPlan plan =
        custom("{'plugins': {'tcp': {'port': 5555}, 'yard': {'plugin': 'tcp', 'port': 5556}}}");
    assertThat(plan.transports())
        .extracting(TransportPlan::name, TransportPlan::plugin)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("tcp", "tcp"),
            org.assertj.core.groups.Tuple.tuple("yard", "tcp"));
    assertThat(plan.transports()).allMatch(each -> !each.slice().hasPath("plugin"));
  }

  @Test
  void theHostsOwnSettingWins() {
    IntegrationPlan plan = planner.plan("S", "TCP", "{}", Optional.of("modbus"));
    assertThat(plan.transports().get(0).plugin()).isEqualTo("modbus");
  }

  @Test
  void theOnlyPluginServesWhatNobodyClaims() {
    IntegrationPlan plan = planner(plugin("modbus")).plan("S", "KAFKA", "{}", Optional.empty());
    assertThat(plan.transports().get(0).plugin()).isEqualTo("modbus");
  }

  @Test
  void saysWhatIsInstalledWhenNothingFits() {
    assertThatThrownBy(() -> planner.plan("S", "KAFKA", "{}", Optional.empty()))
        .hasMessageContaining("integration 'S': no plugin serves type KAFKA")
        .hasMessageContaining("installed: modbus, tcp");
  }

  @Test
  void refusesToGuessBetweenTwo() {
    assertThatThrownBy(
            () ->
                planner(plugin("a", "TCP"), plugin("b", "TCP"))
                    .plan("S", "TCP", "{}", Optional.empty()))
        .hasMessageContaining("plugins a, b all serve TCP");
  }

  @Test
  void namesTheLineOfBrokenJson() {
    assertThatThrownBy(() -> custom("{\\n 'port' 5555}"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("integration 'Sensors', JSON configuration, line 2: ");
  }

  @Test
  void showsNoTextNearASecret() {
    assertThatThrownBy(() -> custom("{\\n 'port': 1,\\n 'password': 'top'secret'}"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("integration 'Sensors', JSON configuration, line 3: this line")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("top"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include 'secret.conf'",
        "include file('/etc/hostname')",
        "include url('http://127.0.0.1:1/')",
        "include classpath('secret.conf')"
      })
  void readsNoFilesForATenant(String text) {
    assertThatThrownBy(() -> custom(text))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("integration 'Sensors', JSON configuration: include")
        .hasMessageContaining("not allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[1, 2]; : must be one object between braces, such as",
        "{'plugins': 5}; , line 1: plugins must be an object with one entry per transport",
        "{'plugins': null}; , line 1: plugins must be an object with one entry per transport",
        "{'plugins': {}}; , line 1: plugins must be an object with one entry per transport",
        "{'plugins': {\\n'tcp': 5}}; , line 2: plugins.tcp must be an object with the settings",
        "{'plugins': {\\n\\n'a b': null}}; , line 3: plugins.\"a b\" must be an object",
        "{'plugins': {'a': {\\n'plugin': 5}}}; , line 2: plugins.a.plugin must be the name of",
        "{'plugins': {'a': {\\n'plugin': 'tpc'}}}; , line 2: plugins.a asks for plugin 'tpc'",
      })
  void namesWhatIsWrongAndWhere(String own, String message) {
    assertThatThrownBy(() -> custom(own))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("integration 'Sensors', JSON configuration" + message);
  }

  @Test
  void suggestsAPluginOfNearlyThatName() {
    assertThatThrownBy(() -> custom("{'plugins': {'tpc': {}}}"))
        .hasMessageContaining("installed: modbus, tcp (did you mean 'tcp'?)");
  }

  @Test
  void refusesAConfigurationThatIsNoText() {
    assertThatThrownBy(
            () -> planner.plan("Sensors", "CUSTOM", "{\n\"configuration\": 5}", Optional.empty()))
        .hasMessage(
            "integration 'Sensors', JSON configuration, line 2: configuration must be a text with"
                + " JSON in it, or an object; is 5");
  }

  @Test
  void everyValueOfASliceKnowsItsIntegrationAndLine() {
    Config slice =
        custom("{'plugins': {'tcp': {\\n'port': 5,\\n'deep': {'list': [\\n1]}}}}")
            .transports()
            .get(0)
            .slice();
    String place = "integration 'Sensors', JSON configuration, line ";
    assertThat(slice.getValue("port").origin().description())
        .isEqualTo(place + "2, in plugins.tcp");
    assertThat(slice.getList("deep.list").get(0).origin().description())
        .isEqualTo(place + "4, in plugins.tcp");
    assertThat(slice.root().origin().description()).isEqualTo(place + "1, in plugins.tcp");
  }

  @Test
  void warnsOfKeysBesidePlugins() {
    assertThat(custom("{'plugins': {'tcp': {}},\\n'port': 5555}").warnings())
        .containsExactly(
            "integration 'Sensors', JSON configuration, line 2: key 'port' stands beside plugins"
                + " and is not read; move it into one of the entries of plugins");
  }

  @Test
  void readsHowDownlinksWaitFromTheOfficialForm() {
    WaitingLimits host = new WaitingLimits(Duration.ofHours(2), 7);
    assertThat(custom("{'port': 5555}").waiting().over(host)).isEqualTo(host);
    IntegrationPlan official =
        custom("{'clientConfiguration': {'cacheSize': 0, 'timeToLiveInMinutes': 30}}");
    assertThat(official.waiting().over(host))
        .isEqualTo(new WaitingLimits(Duration.ofMinutes(30), 0));
    assertThat(official.warnings()).isEmpty();
    IntegrationPlan wrong =
        custom("{'clientConfiguration': {'cacheSize': 'many', 'timeToLiveInMinutes': 525601}}");
    assertThat(wrong.waiting().over(host)).isEqualTo(host);
    assertThat(wrong.warnings())
        .hasSize(2)
        .anyMatch(each -> each.contains("timeToLiveInMinutes must be a whole number from 0 to"));
    assertThat(custom("{'clientConfiguration': {'cacheSize': 2000000}}").waiting().over(host))
        .isEqualTo(new WaitingLimits(Duration.ofHours(2), WaitingLimits.MOST));
  }

  @Test
  void findsNoEnvironmentForATenant() {
    assertThatThrownBy(() -> custom("{'port': ${PATH}}")).isInstanceOf(PlanException.class);
  }

  @Test
  void namesAPluginThatIsMissing() {
    assertThatThrownBy(() -> custom("{'plugins': {'opcua': {}}}"))
        .hasMessageContaining("plugins.opcua asks for plugin 'opcua', which is not installed");
  }

  @Test
  void namesTheRejectedJarThatMayBeTheOne() {
    RejectedJar old =
        new RejectedJar(Path.of("plugins/o.jar"), "was built for 2.0", "upgrade", "opcua");
    RejectedJar other = new RejectedJar(Path.of("plugins/x.jar"), "is empty", "copy it again");
    Planner planner = new Planner(new PluginCatalog(List.of(), List.of(old, other), List.of()));
    assertThatThrownBy(
            () -> planner.plan("S", "TCP", "{\"plugins\": {\"opcua\": {}}}", Optional.empty()))
        .hasMessageEndingWith(
            "Rejected: " + Path.of("plugins/o.jar") + ": was built for 2.0; upgrade");
    assertThatThrownBy(() -> planner.plan("S", "TCP", "{}", Optional.empty()))
        .hasMessageContaining("o.jar: was built for 2.0")
        .hasMessageContaining("x.jar: is empty");
  }

  @Test
  void takesTheVersionThatIsPinned() {
    Planner twoVersions = new Planner(twoVersions());
    assertThat(copyOf(twoVersions, Optional.empty())).isEqualTo("tcp 1.1.0");
    assertThat(copyOf(twoVersions, Optional.of("tcp@1.0.0"))).isEqualTo("tcp 1.0.0");
    assertThatThrownBy(() -> copyOf(twoVersions, Optional.of("tcp@2.0.0")))
        .hasMessageContaining("asks for plugin 'tcp@2.0.0', which is not installed")
        .hasMessageContaining("installed versions of it: 1.1.0, 1.0.0");
  }

  private static PluginCatalog twoVersions() {
    PluginInfo newest =
        new PluginInfo(
            "tcp", "1.1.0", "", "", Path.of("b.jar"), Set.of(), ConfigFactory.empty(), "", 2, true);
    SupersededJar older = new SupersededJar(Path.of("a.jar"), "tcp", "1.0.0", Path.of("b.jar"), 1);
    return new PluginCatalog(List.of(newest), List.of(), List.of(older));
  }

  private static String copyOf(Planner planner, Optional<String> chosen) {
    return planner.plan("S", "TCP", "{}", chosen).transports().get(0).copy().label();
  }

  @Test
  void plansWhatIsThereAndNamesWhatIsMissing() {
    IntegrationPlan plan =
        planner.planInstalled(
            "S", "TCP", "{\"plugins\": {\"tcp\": {}, \"opcua\": {}}}", Optional.empty(), Set.of());
    assertThat(plan.transports()).extracting(TransportPlan::name).containsExactly("tcp");
    assertThat(plan.missing())
        .singleElement()
        .asString()
        .contains("plugins.opcua asks for plugin 'opcua', which is not installed");
  }

  @Test
  void aPluginThatCameLaterTakesNothingAway() {
    Planner two = planner(plugin("a", "TCP"), plugin("b", "TCP"));
    assertThat(planFor(two, "TCP", "a").transports())
        .extracting(TransportPlan::plugin)
        .containsExactly("a");
    assertThat(planFor(planner, "KAFKA", "modbus").transports())
        .extracting(TransportPlan::plugin)
        .containsExactly("modbus");
    assertThat(planFor(planner, "KAFKA", "gone").missing())
        .singleElement()
        .asString()
        .contains("plugin 'gone', which served it, was removed");
  }

  private static IntegrationPlan planFor(Planner planner, String type, String former) {
    return planner.planInstalled("S", type, "{}", Optional.empty(), Set.of(former));
  }

  private IntegrationPlan custom(String own) {
    String text = own.replace("'", "\\\"");
    return planner.plan(
        "Sensors",
        "CUSTOM",
        "{\"clazz\": \"com.example.Sensor\", \"configuration\": \"" + text + "\"}",
        Optional.empty());
  }

  private static Planner planner(PluginInfo... plugins) {
    return new Planner(new PluginCatalog(List.of(plugins), List.of(), List.of()));
  }

  private static PluginInfo plugin(String id, String... serves) {
    return plugin(id, ConfigFactory.empty(), serves);
  }

  private static PluginInfo plugin(String id, Config defaults, String... serves) {
    return new PluginInfo(
        id, "1.0.0", "", "", Path.of(id + ".jar"), Set.of(serves), defaults, "", 1, true);
  }
}
