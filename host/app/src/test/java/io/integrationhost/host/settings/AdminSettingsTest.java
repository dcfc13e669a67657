package io.integrationhost.host.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminSettingsTest {

  private static final String ONE = "integrations.yard { routing-key = k, secret = s }\n";

  @TempDir private Path home;

  private AdminSettings read(String text, Map<String, String> environment) {
    return new SettingsLoader(home, environment).loadText(ONE + text).admin();
  }

  @Test
  void aHostListensOnItsOwnMachineOnly() {
    AdminSettings settings = read("", Map.of());
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.address()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8085);
    assertThat(settings.tls()).isEmpty();
    assertThat(settings.insecure()).isFalse();
    assertThat(settings.anonymousMetrics()).isTrue();
    assertThat(settings.histogramsPerIntegration()).isTrue();
  }

  @Test
  void variablesSetWhatTheFileDoesNot() {
    AdminSettings settings = read("", Map.of("ADMIN_ADDRESS", "10.0.0.1", "ADMIN_PORT", "9999"));
    assertThat(settings.address()).isEqualTo("10.0.0.1");
    assertThat(settings.port()).isEqualTo(9999);
  }

  @Test
  void everythingCanBeSet() {
    AdminSettings settings =
        read(
            """
            admin {
              enabled = false, port = 0, insecure = true, host-names = ["Host.Example.org"]
              tokens { ops { sha-256 = "%s", scopes = [read, operate] } }
              metrics { anonymous = false, histograms = host }
            }
            """
                .formatted("AB".repeat(32)),
            Map.of());
    assertThat(settings.enabled()).isFalse();
    assertThat(settings.hostNames()).containsExactly("host.example.org");
    assertThat(settings.tokens())
        .containsExactly(
            new AdminIdentity("ops", "ab".repeat(32), Set.of(AdminScope.READ, AdminScope.OPERATE)));
    assertThat(settings.anonymousMetrics()).isFalse();
    assertThat(settings.histogramsPerIntegration()).isFalse();
    assertThat(settings.tokens().get(0).toString()).doesNotContain("abab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          admin.port = 70000                                        | admin.port
          admin.adress = x                                          | did you mean 'address'
          admin.address = ""                                        | admin.address: is empty
          admin.host-names = ["a:80"]                               | without a port
          admin.tokens { ops { sha-256 = "abc", scopes = [read] } } | 64 hex digits (not shown)
          admin.tokens { ops { sha-256 = "", scopes = [write] } }   | read, operate, payloads, holds write
          admin.tokens { ops { scope = [read] } }                   | did you mean 'scopes'
          admin.tokens { admin { scopes = [read] } }                | must not be "admin"
          admin.tokens = 1                                          | must hold one section per name
          admin.tls.certificate-file = "nowhere.pem"                | cannot be read
          admin.tls.clients { a { subject = "nonsense", scopes = [] } } | CN=ops,O=Example
          admin.metrics.histograms = none                           | one of integration, host
          """)
  void whatCannotBeUsedIsTold(String text, String told) {
    assertThatThrownBy(() -> read(text, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(told);
  }

  @Test
  void aTextThatIsCheckedTellsNothingOfTheEnvironmentAndReadsNoFiles() {
    SettingsLoader loader = new SettingsLoader(home, Map.of("DB_PASSWORD", "hunter2-hunter2"));
    assertThatThrownBy(() -> loader.checkText(ONE + "spool.when-full = ${DB_PASSWORD}"))
        .hasMessageContaining("spool.when-full")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> loader.checkText("include \"" + home.resolve("x") + "\""))
        .hasMessageContaining("is not read here");
    assertThat(loader.checkText(ONE).integrations()).hasSize(1);
  }
}
