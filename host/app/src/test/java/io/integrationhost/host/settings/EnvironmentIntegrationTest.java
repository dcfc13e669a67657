package io.integrationhost.host.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.integrationhost.ground.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The integration of the variables and those of the settings file, together. */
final class EnvironmentIntegrationTest {

  private static final Map<String, String> VARIABLES =
      Map.of("INTEGRATION_ROUTING_KEY", "key", "INTEGRATION_SECRET", "secret");

  @TempDir private Path home;

  private HostSettings load(Map<String, String> environment, String text) {
    return new SettingsLoader(home, environment).loadText(text);
  }

  private static List<String> names(List<IntegrationSettings> integrations) {
    return integrations.stream()
        .map(each -> each.name() + " " + each.credentials().routingKey())
        .toList();
  }

  private static String section(String name, String key) {
    return "%nintegrations.%s { routing-key = \"%s\", secret = s }".formatted(name, key);
  }

  @Test
  void bothRun() {
    HostSettings settings = load(VARIABLES, section("yard", "other"));
    assertThat(names(settings.integrations())).containsExactly("default key", "yard other");
    assertThat(settings.notes()).isEmpty();
  }

  @Test
  void aSectionWithTheKeyOfTheVariableStandsForIt() {
    HostSettings settings = load(VARIABLES, section("yard", "key") + section("hall", "other"));
    assertThat(names(settings.integrations())).containsExactly("hall other", "yard key");
    assertThat(settings.notes())
        .singleElement()
        .asString()
        .contains("integration 'yard'", "INTEGRATION_ROUTING_KEY", "kept under 'default'");
    assertThat(names(load(VARIABLES, section("default", "key")).integrations()))
        .containsExactly("default key");
  }

  @Test
  void aSectionMayBeMadeOfTheVariables() {
    HostSettings settings =
        load(
            VARIABLES,
            "integrations.yard { routing-key = ${INTEGRATION_ROUTING_KEY},"
                + " secret = ${INTEGRATION_SECRET} }");
    assertThat(names(settings.integrations())).containsExactly("yard key");
    assertThat(settings.notes()).isEmpty();
  }

  @Test
  void anotherIntegrationOfThatNameIsRefused() {
    assertThatThrownBy(() -> load(VARIABLES, section("default", "other")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("settings: 2: integrations.default: is also the name")
        .hasMessageContaining("INTEGRATION_ROUTING_KEY");
  }

  @Test
  void aPlaceholderIsNoIntegrationBesideOthers() {
    Map<String, String> environment = new HashMap<>(VARIABLES);
    environment.put("INTEGRATION_ROUTING_KEY", "PUT_YOUR_ROUTING_KEY_HERE");
    assertThat(names(load(environment, section("yard", "other")).integrations()))
        .containsExactly("yard other");
    assertThatThrownBy(() -> load(environment, ""))
        .hasMessageContaining("environment variable INTEGRATION_ROUTING_KEY: integrations.default");
  }

  @Test
  void aWrongVariableIsNamed() {
    Map<String, String> environment = new HashMap<>(VARIABLES);
    environment.put("RPC_PORT", "abc");
    environment.put("RPC_HOST", " ");
    environment.remove("INTEGRATION_SECRET");
    SettingsException failure =
        catchThrowableOfType(SettingsException.class, () -> load(environment, ""));
    assertThat(failure.problems())
        .extracting(Problem::toString)
        .anyMatch(text -> text.startsWith("environment variable RPC_PORT: thingsboard.port:"))
        .anyMatch(text -> text.startsWith("environment variable RPC_HOST: thingsboard.host:"))
        .anyMatch(text -> text.startsWith("environment variable INTEGRATION_SECRET: "));
  }

  @Test
  void theFirstSectionOfAFollowedFileStopsNothing() throws IOException {
    Path file = home.resolve("host.conf");
    Files.writeString(file, "");
    LiveSettings live = new LiveSettings(new SettingsLoader(home, VARIABLES), Optional.of(file));
    assertThat(names(live.start().integrations())).containsExactly("default key");

    Files.writeString(file, section("yard", "other"));
    assertThat(names(look(live).integrations())).containsExactly("default key", "yard other");

    Files.writeString(file, section("yard", "key"));
    assertThatThrownBy(() -> look(live))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file + ": 2: integrations.yard: has the routing key of")
        .hasMessageContaining("name the section 'default'");

    Files.writeString(file, section("default", "key"));
    assertThat(names(look(live).integrations())).containsExactly("default key");
  }

  private static SettingsChange look(LiveSettings live) {
    assertThat(live.look()).isEmpty();
    return live.look().orElseThrow();
  }
}
