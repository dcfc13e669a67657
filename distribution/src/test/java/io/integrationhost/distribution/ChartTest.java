package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart makes objects that Kubernetes knows, and settings that the host takes. */
final class ChartTest {

  private static final String NAME = "ih-integration-host";

  @TempDir private Path directory;

  private static Path values(String name) {
    return Path.of("src/test/resources/chart", name + ".yaml").toAbsolutePath();
  }

  private static Chart render(String name) throws IOException {
    return Chart.render(Chart.template(values(name)));
  }

  private static PodSpec pod(Chart chart) {
    return chart.one(StatefulSet.class, NAME).getSpec().getTemplate().getSpec();
  }

  private static Container host(Chart chart) {
    return pod(chart).getContainers().get(0);
  }

  private static Stream<Container> containers(PodSpec pod) {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
  }

  @Test
  void helmFindsNothingWrong() {
    LintResult lint = Chart.lint();
    assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"smallest", "whole", "own-secret"})
  void thePodAsksForNothingThatTheRestrictedLevelForbids(String values) throws IOException {
    PodSpec pod = pod(render(values));
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(containers(pod))
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(each.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(each.getSecurityContext().getCapabilities().getDrop())
                  .containsExactly("ALL");
              assertThat(each.getResources().getLimits()).containsKey("memory");
            });
    assertThat(pod.getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
  }

  @Test
  void aFieldThatKubernetesDoesNotHaveIsFound() {
    TemplateCommand command =
        Chart.template(values("smallest")).set("affinity.podAfinity.weight", 1);
    assertThatThrownBy(() -> Chart.render(command)).hasMessageContaining("podAfinity");
  }

  @Test
  void theSmallestIsOneReplicaWithItsVolumeAndNoMore() throws IOException {
    Chart chart = render("smallest");
    assertThat(chart.objects())
        .extracting(HasMetadata::getKind)
        .as("above all no budget of disruptions: with one replica it would only hold up nodes")
        .containsExactlyInAnyOrder(
            "ServiceAccount", "Secret", "ConfigMap", "Service", "StatefulSet");
    StatefulSet set = chart.one(StatefulSet.class, NAME);
    assertThat(set.getSpec().getReplicas()).isOne();
    assertThat(set.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
    assertThat(set.getSpec().getVolumeClaimTemplates()).hasSize(1);
    assertThat(set.getSpec().getServiceName()).isEqualTo(NAME + "-admin");
    assertThat(chart.one(Service.class, NAME + "-admin").getSpec().getClusterIP())
        .isEqualTo("None");
    assertThat(pod(chart).getTerminationGracePeriodSeconds()).isEqualTo(20 + 15);
    assertThat(host(chart).getLifecycle().getPreStop().getExec().getCommand())
        .containsExactly("sleep", "5");
    assertThat(host(chart).getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    assertThat(host(chart).getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    assertThat(host(chart).getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    assertThat(host(chart).getLivenessProbe().getFailureThreshold()).isEqualTo(6);
    assertThat(host(chart).getImage()).isEqualTo("integration-host:" + version());
    assertThat(host(chart).getEnv())
        .anyMatch(each -> each.getValue().equals("-XX:MaxRAMPercentage=60"));
  }

  private static String version() {
    return System.getProperty("project.version");
  }

  @Test
  void secretsAreInTheSecretOnly() throws IOException {
    Chart chart = render("whole");
    assertThat(chart.one(Secret.class, NAME).getStringData())
        .containsEntry("admin-token", "a-token-of-enough-characters");
    assertThat(chart.objects())
        .filteredOn(each -> !(each instanceof Secret))
        .allSatisfy(
            each ->
                assertThat(each.toString())
                    .doesNotContain("yard-secret", "a-token-of-enough-characters"));
  }

  @Test
  void devicesHaveAServiceForEachPort() throws IOException {
    Chart chart = render("whole");
    ServiceSpec trackers = chart.one(Service.class, NAME + "-trackers").getSpec();
    assertThat(trackers.getType()).isEqualTo("LoadBalancer");
    assertThat(trackers.getExternalTrafficPolicy()).isEqualTo("Local");
    assertThat(trackers.getSessionAffinity()).isNull();
    ServiceSpec meters = chart.one(Service.class, NAME + "-meters").getSpec();
    assertThat(meters.getSessionAffinity()).isEqualTo("ClientIP");
    assertThat(meters.getPorts().get(0).getProtocol()).isEqualTo("UDP");
    assertThat(meters.getPorts().get(0).getNodePort()).isEqualTo(30683);
    ServiceSpec inside = chart.one(Service.class, NAME + "-inside").getSpec();
    assertThat(inside.getExternalTrafficPolicy()).as("of a ClusterIP").isNull();
    assertThat(inside.getPorts().get(0).getPort()).isEqualTo(555);
    assertThat(inside.getPorts().get(0).getTargetPort().getIntVal()).isEqualTo(5555);
    assertThat(host(chart).getPorts())
        .extracting(port -> port.getContainerPort() + port.getProtocol())
        .containsExactly("8085TCP", "5027TCP", "5683UDP", "5555TCP");
    assertThat(chart.one(NetworkPolicy.class, NAME).getSpec().getIngress().get(0).getPorts())
        .hasSize(3);
  }

  @Test
  void withACertificateProbesAndPrometheusSpeakTls() throws IOException {
    Chart chart = render("whole");
    assertThat(host(chart).getLivenessProbe().getHttpGet().getScheme()).isEqualTo("HTTPS");
    assertThat(chart.one(ServiceMonitor.class, NAME).getSpec().getEndpoints().get(0).getScheme())
        .hasToString("https");
    assertThat(pod(chart).getTerminationGracePeriodSeconds()).isEqualTo(30 + 15);
  }

  @Test
  void alertsAndDashboardAreThoseThatAreShipped() throws IOException {
    Chart chart = render("whole");
    String shipped =
        Files.readString(HostProcess.distribution().resolve("alerts/integration-host.rules.yaml"));
    List<String> alerts =
        chart.one(PrometheusRule.class, NAME).getSpec().getGroups().stream()
            .flatMap(group -> group.getRules().stream())
            .map(rule -> "- alert: " + rule.getAlert() + "\n        expr: ")
            .toList();
    assertThat(alerts).hasSize(shipped.split("- alert: ", -1).length - 1);
    assertThat(shipped).contains(alerts);
    String dashboard =
        Files.readString(HostProcess.distribution().resolve("dashboards/integration-host.json"));
    ConfigMap map = chart.one(ConfigMap.class, NAME + "-dashboard");
    assertThat(JsonParser.parseString(map.getData().get("integration-host.json")))
        .isEqualTo(JsonParser.parseString(dashboard));
    assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
  }

  @Test
  void pluginsComeFromAnImageAsAVolumeOrByACopy() throws IOException {
    Chart volume = render("whole");
    assertThat(volume(volume, "plugins").getImage().getReference())
        .isEqualTo("registry.example.org/our-plugins:1");
    Chart copy = render("own-secret");
    assertThat(volume(copy, "plugins").getEmptyDir()).isNotNull();
    assertThat(pod(copy).getInitContainers()).hasSize(1);
    for (Chart chart : List.of(volume, copy)) {
      assertThat(chart.one(ConfigMap.class, NAME).getData().get("integration-host.conf"))
          .contains("plugins.directory = [\"/plugins\", \"/opt/integration-host/plugins\"]");
    }
  }

  private static Volume volume(Chart chart, String name) {
    return pod(chart).getVolumes().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keysMayBeInASecretOfTheOperator() throws IOException {
    Chart chart = render("own-secret");
    assertThat(chart.all(Secret.class)).isEmpty();
    assertThat(volume(chart, "settings").getProjected().getSources())
        .anyMatch(
            source ->
                source.getSecret() != null && source.getSecret().getName().equals("our-keys"));
    assertThat(volume(chart, "data").getEmptyDir()).isNotNull();
  }

  @Test
  void refusesWhatCannotWorkAndSaysWhatToDo() throws IOException {
    refuses("replicas", "2", "one session for each routing key", "install the chart once more");
    refuses("thingsboard.host", "", "thingsboard.host is empty");
    refuses("integrations.sensors.secret", "", "integrations.sensors needs routingKey and secret");
    refuses("existingSecret", "ours", "keys.conf of that Secret");
    refuses("replcas", "1", "replcas");
    refuses("admin.address", "127.0.0.1", "address");
    Path same =
        Files.writeString(
            directory.resolve("same.yaml"),
            """
            thingsboard: {host: tb}
            integrations:
              a: {routingKey: k, secret: s}
              b: {routingKey: k, secret: s}
            """);
    assertThatThrownBy(() -> Chart.render(Chart.template(same)))
        .hasMessageContaining("integrations.a and integrations.b have the same routingKey");
  }

  private static void refuses(String key, String value, String... words) {
    TemplateCommand command = Chart.template(values("smallest")).set(key, value);
    assertThatThrownBy(() -> Chart.render(command)).as(key).hasMessageContainingAll(words);
  }

  /** As in a pod: the settings of the chart, checked, run, and changed under the running host. */
  @Test
  void theHostTakesTheSettingsAndFollowsTheirChange() throws IOException {
    try (Emulator emulator = Emulator.start(EmulatorSettings.builder().build())) {
      emulator.add(Integrations.guide("yard", Integrations.freePort()));
      emulator.add(Integrations.guide("hall", Integrations.freePort()));
      Path mounted = Files.createDirectory(directory.resolve("mounted"));
      Path conf = mounted.resolve("integration-host.conf");
      mount(mounted, 1, emulator.port(), "yard");

      Command check = Command.run("check", "--conf", conf.toString());
      assertThat(check.lines()).noneMatch(line -> line.startsWith("PROBLEM"));
      assertThat(check.exitCode()).as(check.text()).isZero();

      try (HostInside run = HostInside.start(conf)) {
        run.awaitLineWith("integration 'yard' is RUNNING");
        mount(mounted, 2, emulator.port(), "yard", "hall");
        run.awaitLineWith("integration 'hall' is RUNNING");
      }
    }
  }

  /**
   * Makes a volume as the kubelet does: new files in a new directory, then one link is replaced.
   */
  private void mount(Path mounted, int generation, int port, String... integrations)
      throws IOException {
    StringBuilder values =
        new StringBuilder(
            """
            thingsboard: {host: 127.0.0.1, port: %d}
            settings: |
              data-directory = "%s"
              reload-interval = 100ms
              plugins.directory = "%s"
            integrations:
            """
                .formatted(
                    port,
                    directory.resolve("data"),
                    HostProcess.distribution().resolve("plugins")));
    for (String name : integrations) {
      values.append(
          "  %s: {routingKey: %s, secret: %s, plugin: tcp}%n"
              .formatted(name, name, Integrations.secret(name)));
    }
    Chart chart =
        Chart.render(
            Chart.template(Files.writeString(directory.resolve("values.yaml"), values.toString())));
    Path data = Files.createDirectory(mounted.resolve("..data-" + generation));
    String settings = "integration-host.conf";
    Files.writeString(
        data.resolve(settings), chart.one(ConfigMap.class, NAME).getData().get(settings));
    Files.writeString(
        data.resolve("keys.conf"), chart.one(Secret.class, NAME).getStringData().get("keys.conf"));
    Path link = mounted.resolve("..data_tmp");
    Files.createSymbolicLink(link, data.getFileName());
    Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (String name : List.of(settings, "keys.conf")) {
      Path shown = mounted.resolve(name);
      if (Files.notExists(shown)) {
        Files.createSymbolicLink(shown, Path.of("..data", name));
      }
    }
  }
}
