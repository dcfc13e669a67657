package io.integrationhost.runtime.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private static SigningKey maker;
  private static SigningKey stranger;
  private static SigningKey expired;

  @TempDir private Path root;
  private Path jar;

  @BeforeAll
  static void makeKeys(@TempDir Path keys) {
    maker = SigningKey.make(keys, "MAKER");
    stranger = SigningKey.make(keys, "STRANGER");
    expired = SigningKey.make(keys, "EXPIRED", "-startdate", "-30d", "-validity", "10");
  }

  @BeforeEach
  void writeJar() throws IOException {
    jar = plain("1.0.0").write(root.resolve("plugin.jar"));
  }

  private static Entries plain(String version) {
    return new Entries()
        .put(MANIFEST, "Manifest-Version: 1.0\r\nPlugin-Version: " + version + "\r\n\r\n")
        .put("acme/", "")
        .put("acme/Acme.class", "class")
        .put("META-INF/services/acme.Service", "acme.Acme")
        .put("META-INF/versions/17/acme/Acme.class", "newer class")
        .put("lib/helper.jar", "library");
  }

  private Verdict verdict() throws IOException {
    Admission admission = new Admission(AllowList.only(Set.of(), Set.of(maker.fingerprint())));
    assertThat(admission.byDigest(jar)).isEmpty();
    return admission.bySignatures(jar);
  }

  private void assertRefused(String... words) throws IOException {
    Verdict verdict = verdict();
    assertThat(verdict.allowed()).as(verdict.reason()).isFalse();
    assertThat(verdict.reason()).contains(words).contains(Fingerprint.of(jar).hex());
    assertThat(verdict.cure()).isNotBlank();
  }

  @Test
  void withoutAListEveryJarIsAllowed() throws IOException {
    Path notEvenAJar = Files.writeString(root.resolve("text"), "text");
    assertThat(new Admission(AllowList.everyJar()).byDigest(notEvenAJar))
        .hasValueSatisfying(verdict -> assertThat(verdict.allowed()).isTrue());
  }

  @Test
  void aListedDigestIsEnough() throws IOException {
    Admission admission = new Admission(AllowList.only(Set.of(Fingerprint.of(jar)), Set.of()));
    assertThat(admission.byDigest(jar))
        .hasValueSatisfying(verdict -> assertThat(verdict.allowed()).isTrue());

    plain("1.0.1").write(jar);
    String digest = Fingerprint.of(jar).hex();
    assertThat(admission.byDigest(jar))
        .hasValueSatisfying(
            verdict -> {
              assertThat(verdict.allowed()).isFalse();
              assertThat(verdict.reason()).contains(digest, "not listed in plugins.allow.sha-256");
            });
  }

  @Test
  void anEmptyListAllowsNothing() throws IOException {
    assertThat(new Admission(AllowList.only(Set.of(), Set.of())).byDigest(jar))
        .hasValueSatisfying(verdict -> assertThat(verdict.allowed()).isFalse());
  }

  @Test
  void aListedSignerIsEnough() throws IOException {
    maker.sign(jar);
    assertThat(verdict().allowed()).isTrue();
    assertThat(verdict().reason()).contains(maker.fingerprint().inPairs(), "CN=MAKER");
  }

  @Test
  void aSecondSignerDoesNoHarm() throws IOException {
    stranger.sign(maker.sign(jar));
    assertThat(verdict().allowed()).isTrue();
    maker.sign(stranger.sign(plain("1.0.0").write(jar)));
    assertThat(verdict().allowed()).isTrue();
  }

  @Test
  void anExpiredCertificateCountsAndCanBeSeen() throws IOException {
    expired.sign(jar);
    Admission admission = new Admission(AllowList.only(Set.of(), Set.of(expired.fingerprint())));
    assertThat(admission.bySignatures(jar).allowed()).isTrue();
    assertThat(Signatures.of(jar).signers())
        .singleElement()
        .satisfies(
            coverage -> {
              assertThat(coverage.entries()).isEqualTo(4);
              assertThat(coverage.signer().validAt(Instant.now())).isFalse();
              assertThat(coverage.signer().timestamp()).isEmpty();
            });
  }

  @Test
  void anUnsignedJarIsRefused() throws IOException {
    assertRefused("it is not signed");
  }

  @Test
  void anotherSignerIsRefusedByName() throws IOException {
    stranger.sign(jar);
    assertRefused(stranger.fingerprint().inPairs(), "CN=STRANGER", "plugins.allow.signers");
  }

  @Test
  void theSameNameInAnotherCertificateDoesNotHelp(@TempDir Path keys) throws IOException {
    SigningKey.make(keys, "MAKER").sign(jar);
    assertRefused("CN=MAKER", "not listed in plugins.allow.signers");
  }

  @Test
  void strippedSignaturesAreRefused() throws IOException {
    maker.sign(jar);
    Entries.read(jar).remove("META-INF/MAKER.EC").write(jar);
    assertRefused("it is not signed");
    maker.sign(plain("1.0.0").write(jar));
    Entries.read(jar).remove("META-INF/MAKER.SF").write(jar);
    assertRefused("it is not signed");
    maker.sign(plain("1.0.0").write(jar));
    Entries.read(jar).remove(MANIFEST).write(jar);
    assertRefused("is not allowed");
  }

  @Test
  void addedEntriesAreRefusedWhereverTheyAre() throws IOException {
    for (String name :
        List.of(
            "acme/Evil.class",
            "lib/evil.jar",
            "META-INF/versions/11/acme/Acme.class",
            "META-INF/services/acme.Other",
            "META-INF/INDEX.LIST",
            "META-INF/SIG-EVIL",
            "META-INF/EVIL.SF",
            "META-INF/EVIL.RSA",
            "META-INF/deep/MAKER.SF",
            "manifest.mf")) {
      maker.sign(plain("1.0.0").write(jar));
      Entries.read(jar).put(name, "evil").write(jar);
      assertRefused("no signature covers '" + name + "' (1 of 5 entries");
    }
  }

  @Test
  void changedEntriesAreRefused() throws IOException {
    for (String name :
        List.of("acme/Acme.class", "lib/helper.jar", "META-INF/services/acme.Service")) {
      maker.sign(plain("1.0.0").write(jar));
      Entries.read(jar).put(name, "evil").write(jar);
      assertRefused("the jar was changed after it was signed", name);
    }
  }

  @Test
  void aChangedManifestIsRefused() throws IOException {
    maker.sign(jar);
    Entries.read(jar).replace(MANIFEST, "1.0.0", "1.0.9").write(jar);
    assertRefused("the jar was changed after it was signed", "main attributes");

    maker.sign(plain("1.0.0").write(jar));
    Entries.read(jar)
        .replace(MANIFEST, "Plugin-Version", "Class-Path: evil.jar\r\nPlugin-Version")
        .write(jar);
    assertRefused("the jar was changed after it was signed", "main attributes");

    maker.sign(plain("1.0.0").write(jar));
    Entries.read(jar)
        .put(MANIFEST, Entries.read(jar).text(MANIFEST) + "Name: acme/\r\nSealed: false\r\n\r\n")
        .write(jar);
    assertRefused("MAKER.SF does not cover 'acme/'");
  }

  @Test
  void removedEntriesAreRefused() throws IOException {
    maker.sign(jar);
    Entries.read(jar).remove("lib/helper.jar").write(jar);
    assertRefused("entry 'lib/helper.jar' was removed after it was signed");
  }

  @Test
  void aStrangersSignatureOverAnAdditionDoesNotHelp() throws IOException {
    maker.sign(jar);
    Entries.read(jar).put("acme/Evil.class", "evil").write(jar);
    stranger.sign(jar);
    assertThat(Entries.read(jar).text(MANIFEST)).contains("acme/Evil.class");
    assertRefused("MAKER.SF does not cover 'acme/Evil.class'");
  }

  @Test
  void entriesOfTwoSignedJarsCannotBeMixed() throws IOException {
    Path other = new Entries().put(MANIFEST, manifest()).put("b", "b").write(root.resolve("b.jar"));
    new Entries().put(MANIFEST, manifest()).put("a", "a").write(jar);
    Entries first = Entries.read(maker.sign(jar));
    Entries second = Entries.read(new SigningKey("AGAIN", maker.key(), maker.path()).sign(other));
    String both = first.text(MANIFEST) + second.text(MANIFEST).split("\r\n\r\n", 2)[1];
    first.merge(second).put(MANIFEST, both).write(jar);

    // Java alone takes both entries for signed by the maker.
    assertThat(Signatures.of(jar).signers())
        .singleElement()
        .satisfies(coverage -> assertThat(coverage.entries()).isEqualTo(2));
    assertRefused(".SF does not cover '");
  }

  private static String manifest() {
    return "Manifest-Version: 1.0\r\nCreated-By: x\r\n\r\n";
  }

  @Test
  void aWeakSignatureIsRefused() throws IOException {
    maker.signWeakly(jar);
    assertRefused("is not allowed: its signature does not hold");
  }

  @Test
  void aDamagedSignatureIsRefused() throws IOException {
    maker.sign(jar);
    Entries.read(jar).put("META-INF/MAKER.EC", "nonsense").write(jar);
    assertRefused("Java does not accept the signature of META-INF/MAKER");
  }

  @Test
  void aSignatureOfAnotherJarIsRefused() throws IOException {
    Entries signed = Entries.read(maker.sign(jar));
    plain("1.0.0").put("acme/Acme.class", "evil").write(jar);
    Entries.read(stranger.sign(jar))
        .remove("META-INF/STRANGER.SF")
        .remove("META-INF/STRANGER.EC")
        .merge(signed)
        .write(jar);
    assertRefused("the jar was changed after it was signed");
  }

  @Test
  void aJarOfFoldersOnlyIsNotSigned() throws IOException {
    new Entries().put(MANIFEST, manifest()).put("acme/", "").write(jar);
    maker.sign(jar);
    assertRefused("is not allowed");
  }
}
