package io.integrationhost.host.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveSettingsTest {

  @TempDir private Path home;

  private Path file;
  private LiveSettings live;

  @BeforeEach
  void start() throws IOException {
    file = home.resolve("host.conf");
    Files.writeString(home.resolve("hall.secret"), "s2");
    Files.writeString(
        home.resolve("more.conf"),
        "integrations { hall { routing-key = k2, secret-file = hall.secret } }");
    write("a { routing-key = k1, secret = s1 }");
    live = new LiveSettings(new SettingsLoader(home, Map.of()), Optional.of(file));
    live.start();
  }

  @Test
  void nothingChangesWithoutAChange() {
    assertThat(live.look()).isEmpty();
    assertThat(live.look()).isEmpty();
    assertThat(live.files())
        .containsExactly(
            home.resolve("hall.secret"), home.resolve("host.conf"), home.resolve("more.conf"));
  }

  @Test
  void aChangeCountsWhenItIsThereTwice() throws IOException {
    write("a { routing-key = k1, secret = s1 }, b { routing-key = k3, secret = s3 }");
    assertThat(live.look()).isEmpty();
    write("a { routing-key = k1, secret = s1 }, c { routing-key = k3, secret = s3 }");
    assertThat(live.look()).isEmpty();
    assertThat(live.look().orElseThrow().integrations())
        .extracting(IntegrationSettings::name)
        .containsExactly("a", "c", "hall");
    assertThat(live.look()).isEmpty();
    assertThat(live.look()).isEmpty();
  }

  @Test
  void noticesIncludedFilesAndSecretFiles() throws IOException {
    Files.writeString(home.resolve("hall.secret"), "s2-new");
    assertThat(lookTwice().orElseThrow().integrations())
        .extracting(each -> each.credentials().secret())
        .containsExactly("s1", "s2-new");
    Files.writeString(home.resolve("more.conf"), "\nintegrations.hall.routing-key = k9\n", APPEND);
    assertThat(lookTwice().orElseThrow().integrations())
        .extracting(each -> each.credentials().routingKey())
        .containsExactly("k1", "k9");
  }

  @Test
  void aFileThatIsAwayForAMomentChangesNothing() throws IOException {
    String text = Files.readString(file);
    Files.delete(file);
    assertThat(live.look()).isEmpty();
    Files.writeString(file, text);
    assertThat(live.look()).isEmpty();
    assertThat(live.look()).isEmpty();
  }

  @Test
  void aFileThatStaysAwayIsAProblemOnce() throws IOException {
    String text = Files.readString(file);
    Files.delete(file);
    assertThatThrownBy(this::lookTwice).hasMessageContaining(file + ": file: cannot be read");
    assertThat(lookTwice()).isEmpty();
    Files.writeString(file, text);
    assertThat(lookTwice().orElseThrow().integrations()).hasSize(2);
  }

  @Test
  void aProblemIsToldOnceWithFileAndLineAndTheCureIsNoticed() throws IOException {
    write("a { routing-key = k1, secert = s1 }");
    assertThatThrownBy(this::lookTwice)
        .hasMessageContaining(file + ": 3: integrations.a.secert")
        .hasMessageContaining("did you mean 'secret'?");
    assertThat(lookTwice()).isEmpty();
    write("a { routing-key = k1, secret = s5 }");
    assertThat(lookTwice().orElseThrow().integrations().get(0).credentials().secret())
        .isEqualTo("s5");
  }

  @Test
  void anIncludedFileThatIsMissingIsAProblemUntilItIsThere() throws IOException {
    Path more = home.resolve("more.conf");
    String text = Files.readString(more);
    Files.delete(more);
    assertThatThrownBy(this::lookTwice)
        .hasMessageContaining(file + ": 1: include: " + more + " cannot be read");
    Files.writeString(more, text);
    assertThat(lookTwice()).isPresent();
  }

  @Test
  void oneKeyInTwoIntegrationsIsAProblem() throws IOException {
    write("a { routing-key = k1, secret = s1 }\n b { routing-key = k1, secret = s1 }");
    assertThatThrownBy(this::lookTwice)
        .hasMessageContaining(file + ": 4: integrations.b.routing-key: is also the key of");
  }

  @Test
  void namesWhatTakesEffectAtTheNextStart() throws IOException {
    Files.writeString(file, "\nspool.max-size = 2 GiB\nthingsboard.host = other", APPEND);
    assertThat(lookTwice().orElseThrow().later())
        .containsExactly("spool.max-size (" + file + ": 6)");
    Files.writeString(file, "\ndata-directory = elsewhere", APPEND);
    assertThat(lookTwice().orElseThrow().later())
        .containsExactly("data-directory (" + file + ": 8)");
    write("a { routing-key = k1, secret = s1 }");
    assertThat(lookTwice().orElseThrow().later()).isEmpty();
  }

  @Test
  void neverShowsASecretThatLacksItsQuotes() throws IOException {
    write("a { routing-key = k1, secret = \"top-sec\"ret\" }");
    assertThatThrownBy(this::lookTwice)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("close")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("top-sec", "ret\""));
  }

  @Test
  void includesNothingButFiles() throws IOException {
    Files.writeString(file, "\ninclude url(\"http://127.0.0.1:1/x\")", APPEND);
    assertThatThrownBy(this::lookTwice)
        .hasMessageContaining(file + ": 6: include: http://127.0.0.1:1/x cannot be included");
  }

  @Test
  void aFileThatIncludesItselfIsAProblem() throws IOException {
    Files.writeString(home.resolve("more.conf"), "include \"host.conf\"");
    assertThatThrownBy(this::lookTwice)
        .hasMessageContaining("more.conf: 1: include:")
        .hasMessageContaining("includes itself");
  }

  @Test
  void theEnvironmentAloneNeverChanges() {
    LiveSettings fixed =
        new LiveSettings(
            new SettingsLoader(
                home, Map.of("INTEGRATION_ROUTING_KEY", "k", "INTEGRATION_SECRET", "s")),
            Optional.empty());
    assertThat(fixed.start().integrations()).hasSize(1);
    assertThat(fixed.files()).isEmpty();
    assertThat(fixed.look()).isEmpty();
    assertThat(fixed.look()).isEmpty();
  }

  private static final java.nio.file.OpenOption APPEND = java.nio.file.StandardOpenOption.APPEND;

  private Optional<SettingsChange> lookTwice() {
    Optional<SettingsChange> first = live.look();
    assertThat(first).isEmpty();
    return live.look();
  }

  private void write(String integrations) throws IOException {
    Files.writeString(
        file, "include \"more.conf\"\nintegrations {\n " + integrations + "\n}\n# end");
  }
}
