package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings file that is shipped tells the truth. */
final class ShippedSettingsTest {

  private static final Pattern SHOWN_DEFAULT = Pattern.compile("(?m)^(\\s*)# ([a-z-]+ = .*)$");

  @TempDir private Path home;

  @Test
  void showsEveryDefaultAsItIs() throws IOException {
    String shipped =
        Files.readString(
            HostProcess.distribution().resolve("conf").resolve("integration-host.conf"));
    String shown = SHOWN_DEFAULT.matcher(shipped).replaceAll("$1$2");
    String key = "integrations.x { routing-key = k, secret = s }\n";
    assertThat(SHOWN_DEFAULT.matcher(shipped).results().count()).isGreaterThan(25);
    assertThat(load(shown + key)).isEqualTo(load(key));
  }

  private HostSettings load(String text) {
    return new SettingsLoader(home, Map.of()).loadText(text);
  }
}
