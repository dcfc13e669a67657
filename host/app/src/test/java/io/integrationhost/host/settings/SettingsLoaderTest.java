package io.integrationhost.host.settings;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.integrationhost.ground.Problem;
import io.integrationhost.host.event.DebugEventSettings;
import io.integrationhost.host.event.EventSettings;
import io.integrationhost.host.event.StatisticsSettings;
import io.integrationhost.remote.EventUids;
import io.integrationhost.runtime.trust.AllowList;
import io.integrationhost.runtime.trust.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsLoaderTest {

  private static final String ONE = "\nintegrations { a { routing-key = k, secret = s } }";
  private static final String DIGEST = "ab".repeat(32);

  @TempDir private Path home;

  @Test
  void readsSeveralIntegrations() throws IOException {
    Files.writeString(home.resolve("hall.secret"), "s2\n");
    HostSettings settings =
        load(
            """
            thingsboard { host = tb.example.org, port = 9091 }
            integrations {
              yard { routing-key = k1, secret = s1 }
              hall { routing-key = k2, secret-file = hall.secret, plugin = tcp,
                     thingsboard { host = other.example.org } }
            }
            """);
    assertThat(settings.integrations())
        .extracting(each -> each.name() + " " + each.server() + " " + each.plugin().orElse("-"))
        .containsExactly("hall other.example.org:9091 tcp", "yard tb.example.org:9091 -");
    assertThat(settings.integrations().get(0).credentials().secret()).isEqualTo("s2");
    assertThat(settings.plugins().directories()).containsExactly(home.resolve("plugins"));
  }

  @Test
  void takesTheEnvironmentOfTheOfficialPackage() {
    Map<String, String> environment =
        Map.of(
            "RPC_HOST", "tb.example.org",
            "RPC_PORT", "7070",
            "RPC_SSL_ENABLED", "true",
            "INTEGRATION_ROUTING_KEY", "key",
            "INTEGRATION_SECRET", "secret",
            "LOCAL_JS_SANDBOX_MAX_CPU_TIME", "100",
            "EXECUTORS_RECONNECT_TIMEOUT", "3000");
    HostSettings settings = new SettingsLoader(home, environment).load(Optional.empty());
    IntegrationSettings only = settings.integrations().get(0);
    assertThat(only.server().toString()).isEqualTo("tb.example.org:7070");
    assertThat(only.server().tls()).isPresent();
    assertThat(only.credentials().routingKey()).isEqualTo("key");
    assertThat(settings.converter().budget().cpuTime()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.notes()).singleElement().asString().contains("EXECUTORS_RECONNECT_TIMEOUT");
  }

  @Test
  void takesTheStatisticsOfTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "INTEGRATION_STATISTICS_ENABLED", "false",
            "INTEGRATION_STATISTICS_PERSIST_FREQUENCY", "60000");
    assertThat(new SettingsLoader(home, environment).loadText(ONE).events().statistics())
        .isEqualTo(new StatisticsSettings(false, Duration.ofMinutes(1)));
    assertThat(load(ONE).events())
        .isEqualTo(
            new EventSettings(
                new StatisticsSettings(true, Duration.ofHours(1)),
                new DebugEventSettings(100, 600, 4096),
                EventUids.standard()));
    assertThat(load(ONE + "\nevent-classes.event = -1").events().classes().event()).isEqualTo(-1);
  }

  @Test
  void reportsAllProblemsAtOnceWithTheirPlace() {
    SettingsException failure =
        problems(
            """
            thingsboard { port = ninety, hots = x }
            spool { max-size = 1 }
            integrations {
              a { routing-key = PUT_YOUR_ROUTING_KEY_HERE, secret = s }
              b { routing-key = k, secret = s, secret-file = missing.txt }
              c { routing-key = k, secret = s }
            }
            """);
    assertThat(failure.problems())
        .extracting(problem -> problem.place() + " " + problem.key())
        .contains(
            "settings: 1 thingsboard.hots",
            "settings: 1 thingsboard.port",
            "settings: 2 spool.max-size",
            "settings: 4 integrations.a.routing-key",
            "settings: 5 integrations.b.secret",
            "settings: 5 integrations.b.secret-file",
            "settings: 6 integrations.c.routing-key");
    assertThat(failure.getMessage()).contains("did you mean 'host'?");
  }

  @Test
  void saysWhatToDoWithoutAnyIntegration() {
    assertThat(problems("").getMessage())
        .contains("INTEGRATION_ROUTING_KEY", "integrations { sensors {");
  }

  @Test
  void withoutAllowedPluginsEveryJarIsAllowed() {
    for (String allow : List.of("", "plugins.allow {}", "plugins.allow { signers = null }")) {
      assertThat(load(allow + ONE).plugins().allow()).isEqualTo(AllowList.everyJar());
    }
  }

  @Test
  void readsAllowedPlugins() {
    String other = "cd".repeat(32);
    AllowList allow =
        load("""
        plugins.allow {
          sha-256 = ["%s"]
          signers = ["%s", "%s"]
        }
        """
                    .formatted(DIGEST, new Fingerprint(DIGEST).inPairs(), other.toUpperCase(ROOT))
                + ONE)
            .plugins()
            .allow();
    assertThat(allow)
        .isEqualTo(
            AllowList.only(
                Set.of(new Fingerprint(DIGEST)),
                Set.of(new Fingerprint(DIGEST), new Fingerprint(other))));
  }

  @Test
  void aMistakeInAllowedPluginsIsNeverAnOpenDoor() {
    assertThat(problems("plugins.allow = [\"" + DIGEST + "\"]" + ONE))
        .hasMessageContaining("plugins.allow: must hold the lists sha-256 and signers");
    assertThat(problems("plugins.allow.sha-256 = \"" + DIGEST + "\"" + ONE))
        .hasMessageContaining("plugins.allow.sha-256: must be a list, is");
    assertThat(problems("plugins.allow { sha-256 = [], signers = [] }" + ONE))
        .hasMessageContaining("plugins.allow.sha-256: lists nothing");
    assertThat(problems("plugins.allow.signer = [\"" + DIGEST + "\"]" + ONE))
        .hasMessageContaining("did you mean 'signers'?");
    assertThat(problems("plugins.allow.signers = [\n\"" + DIGEST + "\",\n\"ab:cd\", 12\n]" + ONE))
        .hasMessageContaining("settings: 3: plugins.allow.signers: must hold SHA-256 fingerprints")
        .hasMessageContaining("has \"ab:cd\"")
        .hasMessageContaining("has 12");
  }

  @Test
  void readsTheSectionPluginsWithoutAnyIntegration() throws IOException {
    Path file = home.resolve("host.conf");
    SettingsLoader loader = new SettingsLoader(home, Map.of());
    Files.writeString(file, "plugins.directory = jars, integrations.a {}, spool.max-size = 1");
    assertThat(loader.loadPlugins(Optional.of(file)).directories())
        .containsExactly(home.resolve("jars"));
    assertThat(loader.loadPlugins(Optional.empty()).allow()).isEqualTo(AllowList.everyJar());

    Files.writeString(file, "plugins.allow { sha-256 = [x] }, plugins.dir = x, spoool = 1");
    SettingsException failure =
        catchThrowableOfType(SettingsException.class, () -> loader.loadPlugins(Optional.of(file)));
    assertThat(failure.problems())
        .extracting(Problem::key)
        .containsExactlyInAnyOrder("plugins.allow.sha-256", "plugins.dir");
  }

  @Test
  void pluginsMayBeInSeveralDirectories() {
    Path elsewhere = home.resolve("elsewhere").toAbsolutePath();
    String list = "[\"own/jars\", \"" + elsewhere + "\", \"own/./jars\"]";
    assertThat(load("plugins.directory = " + list + ONE).plugins().directories())
        .containsExactly(home.resolve("own/jars"), elsewhere);

    assertThat(problems("plugins.directory = []" + ONE))
        .hasMessageContaining("plugins.directory: lists nothing; name at least one directory");
    assertThat(problems("plugins.directory = [\n\"jars\", {}, \" \"]" + ONE))
        .hasMessageContaining("settings: 2: plugins.directory: must hold paths, has {}")
        .hasMessageContaining("has \" \"");
    assertThat(problems("plugins.directory = {}" + ONE)).hasMessageContaining("plugins.directory:");
  }

  @Test
  void sectionsAreReadWhereVariablesOfOthersAreMissing() throws IOException {
    Path file = home.resolve("host.conf");
    Files.writeString(
        file,
        """
        base = ${?BASE}
        base = "here"
        data-directory = ${base}/data
        admin { port = 1234, token-file = "t" }
        converter.max-errors = 7
        integrations.yard { routing-key = ${YARD_KEY}, secret = ${YARD_SECRET} }
        """);
    SettingsLoader loader = new SettingsLoader(home, Map.of("ADMIN_ADDRESS", "::1"));
    assertThat(loader.loadDataDirectory(Optional.of(file))).isEqualTo(home.resolve("here/data"));
    AdminPlace place = loader.loadAdminPlace(Optional.of(file));
    assertThat(place.port()).isEqualTo(1234);
    assertThat(place.address()).isEqualTo("::1");
    assertThat(place.tokenFile()).contains(home.resolve("t"));
    assertThat(loader.loadPlugins(Optional.of(file)).directories())
        .containsExactly(home.resolve("plugins"));
    assertThat(loader.loadConverterLimits(Optional.of(file)))
        .isNotEqualTo(loader.loadConverterLimits(Optional.empty()));

    Files.writeString(file, "data-directory = ${NOWHERE}");
    assertThat(
            catchThrowableOfType(
                SettingsException.class, () -> loader.loadDataDirectory(Optional.of(file))))
        .hasMessageContaining("NOWHERE");
  }

  @Test
  void aFileThatIsNestedTooDeepIsAProblemWithItsLine() throws IOException {
    Path file = home.resolve("host.conf");
    Files.writeString(file, "spool {}\nplugins.allow = " + "[".repeat(20_000));
    SettingsException failure =
        catchThrowableOfType(
            SettingsException.class,
            () -> new SettingsLoader(home, Map.of()).load(Optional.of(file)));
    assertThat(failure).hasMessageContaining(file + ": 2: syntax: is nested more than 100 levels");
  }

  @Test
  void neverShowsASecret() {
    SettingsException failure =
        problems("integrations { a { routing-key = k, secret = [\"top-secret\"] } }");
    assertThat(failure.getMessage()).doesNotContain("top-secret");
    HostSettings settings = load("integrations { a { routing-key = k, secret = top-secret } }");
    assertThat(settings.toString()).doesNotContain("top-secret");
  }

  private HostSettings load(String text) {
    return new SettingsLoader(home, Map.of()).loadText(text);
  }

  private SettingsException problems(String text) {
    return catchThrowableOfType(SettingsException.class, () -> load(text));
  }
}
