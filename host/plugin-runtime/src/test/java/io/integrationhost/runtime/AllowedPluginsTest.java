package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.integrationhost.runtime.trust.AllowList;
import io.integrationhost.runtime.trust.Fingerprint;
import io.integrationhost.runtime.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The allow-list in a running host: what is refused is named, and nothing of it runs. */
class AllowedPluginsTest {

  private static SigningKey maker;

  @TempDir private Path root;
  private Path plugins;

  @BeforeAll
  static void makeKey(@TempDir Path keys) {
    maker = SigningKey.make(keys, "MAKER");
  }

  @BeforeEach
  void directory() {
    plugins = root.resolve("plugins");
  }

  private TestHost host(AllowList allow) {
    return new TestHost(root, TestHost.PATIENT, 10, allow);
  }

  private Path jar(String id) {
    return Acme.plugin()
        .with("constructor", "System.setProperty(\"ran-" + id + "\", \"\");")
        .jar(id)
        .library("x.jar", PluginJar.empty().text("x", "x"))
        .writeTo(plugins.resolve(id + ".jar"));
  }

  @Test
  void loadsWhatIsListedOrSignedAndRunsNothingElse() throws Exception {
    Path listed = jar("listed");
    maker.sign(jar("signed"));
    Path stranger = jar("stranger");
    AllowList allow = AllowList.only(Set.of(Fingerprint.of(listed)), Set.of(maker.fingerprint()));
    try (TestHost host = host(allow)) {
      PluginCatalog catalog = host.runtime().load();
      assertThat(catalog.plugins()).extracting(PluginInfo::id).containsExactly("listed", "signed");
      assertThat(catalog.rejected())
          .singleElement()
          .satisfies(
              rejected -> {
                assertThat(rejected.file()).isEqualTo(stranger);
                assertThat(rejected.reason()).contains("is not allowed: it is not signed");
              });
      for (String id : List.of("listed", "signed")) {
        HostedTransport transport = host.create(id);
        assertThat(TestHost.get(transport.start())).isNull();
      }
      assertThat(System.getProperty("ran-listed")).isNotNull();
      assertThat(System.getProperty("ran-stranger")).isNull();
    }
  }

  @Test
  void aHigherVersionThatIsNotAllowedDoesNotSupersede() throws Exception {
    Path good = jar("acme");
    PluginJar.of("acme", "9.0.0", Acme.plugin().source()).writeTo(plugins.resolve("newer.jar"));
    try (TestHost host = host(AllowList.only(Set.of(Fingerprint.of(good)), Set.of()))) {
      PluginCatalog catalog = host.runtime().load();
      assertThat(catalog.plugins()).extracting(PluginInfo::label).containsExactly("acme 1.0.0");
      assertThat(catalog.rejected()).extracting(RejectedJar::reason).hasSize(1);
    }
  }

  @Test
  void aJarThatCannotBeOpenedIsNotOpenedWhenItsDigestDecides() throws IOException {
    Files.createDirectories(plugins);
    Files.writeString(plugins.resolve("text.jar"), "text");
    try (TestHost host = host(AllowList.only(Set.of(), Set.of()))) {
      assertThat(host.runtime().load().rejected())
          .extracting(RejectedJar::reason)
          .singleElement()
          .asString()
          .contains("is not listed in plugins.allow.sha-256");
    }
  }

  @Test
  void aVerificationTellsTheSameAndRunsNothing() throws Exception {
    Path signed = maker.sign(jar("verified"));
    Path stranger = jar("unverified");
    AllowList allow = AllowList.only(Set.of(), Set.of(maker.fingerprint()));
    PluginSettings settings =
        new PluginSettings(
            plugins, root.resolve("look"), TestHost.PATIENT, 10, Duration.ZERO, allow);
    List<JarReport> reports = new PluginVerification(settings).verifyAll();
    assertThat(reports).extracting(JarReport::file).containsExactly(stranger, signed);
    JarReport bad = reports.get(0);
    assertThat(bad.sha256()).contains(Fingerprint.of(stranger));
    assertThat(bad.refused()).isPresent();
    assertThat(bad.signatures().orElseThrow().signers()).isEmpty();
    JarReport good = reports.get(1);
    assertThat(good.refused()).isEmpty();
    assertThat(good.plugin()).isEqualTo("verified 1.0.0");
    assertThat(good.admission()).contains(maker.fingerprint().inPairs());
    assertThat(good.signatures().orElseThrow().signers())
        .singleElement()
        .satisfies(each -> assertThat(each.signer().subject()).isEqualTo("CN=MAKER"));
    assertThat(System.getProperty("ran-verified")).isNull();
    assertThat(root.resolve("look/staged")).isEmptyDirectory();

    assertThat(new PluginVerification(settings).verify(List.of(root.resolve("none.jar"))))
        .singleElement()
        .satisfies(
            report -> assertThat(report.refused().orElseThrow().reason()).contains("disappeared"));
    assertThat(new PluginVerification(settings.withDirectory(root.resolve("nowhere"))).verifyAll())
        .singleElement()
        .satisfies(
            report ->
                assertThat(report.refused().orElseThrow().reason()).contains("does not exist"));
  }

  @Test
  void warnsOfWhatEveryUserMayChange() throws IOException {
    assumeThat(root.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path jar = jar("acme");
    Path work = Files.createDirectories(root.resolve("data/plugins"));
    PluginSettings settings = PluginSettings.of(plugins, work);
    for (Path path : List.of(plugins, jar, work, work.getParent())) {
      rights(path, "rwxr-xr-x");
    }
    assertThat(new PluginRights(settings).warnings()).isEmpty();

    for (Path path : List.of(plugins, jar, work, work.getParent())) {
      rights(path, "rwxrwxrwx");
    }
    assertThat(new PluginRights(settings).warnings())
        .satisfiesExactly(
            one -> assertThat(one).contains("into the plugins directory " + plugins, "chmod o-w"),
            two -> assertThat(two).contains("change the plugin jar " + jar, "chmod o-w"),
            three -> assertThat(three).contains("replace what is in " + work + ","),
            four -> assertThat(four).contains("replace what is in " + work.getParent() + ","));
    assertThat(
            new PluginRights(PluginSettings.of(root.resolve("none"), root.resolve("none")))
                .warnings())
        .isEmpty();
  }

  private static void rights(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }
}
