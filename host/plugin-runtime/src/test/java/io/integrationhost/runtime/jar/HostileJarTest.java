package io.integrationhost.runtime.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.integrationhost.runtime.trust.AllowList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that want out of the staging area, or the host's memory and disk. */
class HostileJarTest {

  private static final StagingLimits SMALL =
      new StagingLimits(60_000, 20, 2_000, 100_000, 3, 5_000, 1_000);
  private static final byte[] CLASS = {
    (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61
  };

  @TempDir private Path root;
  private Path work;
  private StagingArea area;

  @BeforeEach
  void prepare() {
    work = root.resolve("work");
    area =
        new StagingArea(
            work,
            new ApiCompatibility(SemanticVersion.parse("1.0.0").orElseThrow()),
            AllowList.everyJar(),
            SMALL);
    area.prepare();
  }

  @AfterEach
  void nothingWasWrittenElsewhere() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      assertThat(children.map(path -> path.getFileName().toString()))
          .isSubsetOf("work", "acme-1.0.0.jar");
    }
    assertThat(work).isDirectoryContaining(path -> path.endsWith("staged"));
    try (Stream<Path> children = Files.list(work)) {
      assertThat(children.filter(path -> !path.endsWith("sound-jars"))).hasSize(1);
    }
  }

  private static HostileJar plugin() {
    return new HostileJar().text(ServiceFile.NAME, "a.B\n").entry("a/B.class", CLASS);
  }

  private StagedPlugin stage(HostileJar jar) throws IOException, JarProblem {
    return stage(jar.bytes());
  }

  private StagedPlugin stage(byte[] jar) throws IOException, JarProblem {
    return area.stage(Files.write(root.resolve("acme-1.0.0.jar"), jar));
  }

  private void assertRefused(byte[] jar, String... words) {
    assertThatThrownBy(() -> stage(jar))
        .isInstanceOf(JarProblem.class)
        .message()
        .contains(words)
        .doesNotContainPattern("\\p{Cntrl}");
    assertThat(work.resolve("staged")).isEmptyDirectory();
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] library(String manifest) throws IOException {
    return zip(Map.of("META-INF/MANIFEST.MF", manifest.getBytes(UTF_8)));
  }

  @Test
  void theWriterOfTheseTestsWritesGoodJarsToo() throws Exception {
    StagedPlugin staged =
        stage(
            plugin()
                .text("META-INF/", "")
                .text("META-INF/", "")
                .entry("lib/one.jar", new HostileJar().text("x", "x").bytes()));
    assertThat(staged.libraries()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "//server/evil",
        "C:evil",
        "..\\evil",
        "lib/..\\..\\evil.jar",
        "lib/../../evil.jar",
        ".."
      })
  void namesThatLeadOutside(String name) throws IOException {
    assertRefused(plugin().text(name, "x").bytes(), "points outside of the jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nWARN forged line", "a\u001b[2J", "a\u0000.jar"})
  void namesThatForgeLines(String name) throws IOException {
    assertRefused(plugin().text(name, "x").bytes(), "control character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CON.jar", "nul.jar", "Com1.jar", "LPT9.jar", "aux.1.0.jar"})
  void namesOfWindowsDevices(String name) throws IOException {
    assertRefused(
        plugin().entry("lib/" + name, library("")).bytes(),
        "lib/" + name,
        "has the name of a device on Windows");
  }

  @Test
  void otherNamesWithTheWordAreFine() throws Exception {
    assertThat(stage(plugin().entry("lib/console-1.jar", library(""))).libraries()).hasSize(1);
  }

  @Test
  void theSameNameTwice() throws IOException {
    assertRefused(plugin().entry("a/B.class", CLASS).bytes(), "holds the entry 'a/B.class' twice");
    assertRefused(
        plugin().text("META-INF/MANIFEST.MF", "").text("meta-inf/manifest.mf", "").bytes(),
        "holds the entry 'meta-inf/manifest.mf' twice");
    assertRefused(
        plugin().entry("lib/x.jar", library("")).entry("lib/X.jar", library("")).bytes(),
        "holds 'lib/X.jar' twice");
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    StagedPlugin staged = stage(plugin().link("lib/link", "/etc/passwd"));
    assertThat(staged.libraries()).isEmpty();
    area.delete(staged.directory());
    assertRefused(
        plugin().link("lib/link.jar", "/etc/passwd").bytes(),
        "its library lib/link.jar is not a readable jar");
  }

  @Test
  void aFolderWithContent() throws IOException {
    assertRefused(plugin().text("a/", "x").bytes(), "holds the folder 'a/' with content");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../evil.jar",
        "x.jar ../evil.jar",
        "/tmp/evil.jar",
        "file:///tmp/evil.jar",
        "http://evil.example.org/evil.jar",
        "%2e%2e/evil.jar",
        "C:/evil.jar"
      })
  void aClassPathThatLeadsOutside(String classPath) throws IOException {
    String manifest = "Manifest-Version: 1.0\r\nClass-Path: " + classPath + "\r\n\r\n";
    assertRefused(
        plugin().text("META-INF/MANIFEST.MF", manifest).bytes(),
        "makes Java load '",
        "evil.jar'",
        "outside of the plugin");
    assertRefused(
        plugin().entry("lib/x.jar", library(manifest)).bytes(),
        "its library lib/x.jar makes Java load '",
        "evil.jar'");
  }

  @Test
  void anIndexThatLeadsOutside() throws IOException {
    String index = "JarIndex-Version: 1.0\n\nhttp://evil.example.org/evil.jar\nacme\n";
    assertRefused(
        plugin().text("META-INF/INDEX.LIST", index).bytes(),
        "makes Java load 'http://evil.example.org/evil.jar'");
  }

  @Test
  void aClassPathBesideTheLibraryIsFine() throws Exception {
    String manifest = "Manifest-Version: 1.0\r\nClass-Path: . other-1.0.jar\r\n\r\n";
    assertThat(stage(plugin().entry("lib/x.jar", library(manifest))).libraries()).hasSize(1);
  }

  @Test
  void aBombInALibrary() throws IOException {
    byte[] zeros = zip(Map.of("zeros", new byte[60_000]));
    assertThat(zeros).hasSizeLessThan(1_000);
    assertRefused(
        plugin().entry("lib/a.jar", zeros).entry("lib/b.jar", zeros).bytes(),
        "its library lib/b.jar with its other libraries its content is larger than 100000 bytes");
  }

  @Test
  void tooManyEntriesInALibrary() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 21; i++) {
      entries.put("e" + i, CLASS);
    }
    assertRefused(
        plugin().entry("lib/x.jar", zip(entries)).bytes(),
        "its library lib/x.jar holds 21 entries (allowed: 20)");
  }

  @Test
  void tooManyEntriesBehindAFalseCount() throws IOException {
    HostileJar jar = plugin().claimEntries(1);
    for (int i = 0; i < 20; i++) {
      jar.text("e" + i, "x");
    }
    assertRefused(jar.bytes(), "holds 22 entries (allowed: 20)");
  }

  @Test
  void aLargeTableOfEntries() throws IOException {
    assertRefused(
        plugin().text("x".repeat(2_000), "x").bytes(),
        "the table of its entries is larger than 2000 bytes");
    assertRefused(
        plugin().claimDirectoryBytes(1 << 30).bytes(),
        "the table of its entries is larger than 2000 bytes");
    byte[] library = new HostileJar().text("x".repeat(900), "x").bytes();
    assertRefused(
        plugin().entry("lib/a.jar", library).entry("lib/b.jar", library).bytes(),
        "its library lib/b.jar the table of its entries is larger than 2000 bytes");
  }

  @Test
  void the64BitFormat() throws IOException {
    assertRefused(plugin().claimEntries(65_535).bytes(), "ZIP64");
    assertRefused(plugin().claimDirectoryBytes(-1).bytes(), "ZIP64");
  }

  @Test
  void bytesAfterTheEnd() throws IOException {
    assertRefused(
        plugin().append(new byte[100]).bytes(),
        "is not a readable jar (the file goes on after its end, or is cut)");
    byte[] second = plugin().claimDirectoryBytes(1 << 30).bytes();
    assertRefused(
        plugin().append(second).bytes(), "the table of its entries is larger than 2000 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"META-INF/MANIFEST.MF", "meta-inf/x.sf", "META-INF/INDEX.LIST"})
  void whatJavaReadsIntoMemory(String name) throws IOException {
    byte[] content = " ".repeat(6_000).getBytes(UTF_8);
    assertRefused(plugin().entry(name, content).bytes(), name + " is larger than 5000 bytes");
    assertRefused(
        plugin().entry("lib/x.jar", zip(Map.of(name, content))).bytes(),
        "its library lib/x.jar " + name + " is larger than 5000 bytes");
  }

  @Test
  void aDamagedEntryInALibrary() throws IOException {
    byte[] library = new HostileJar().text("entry", "content-of-it").bytes();
    int inTheContent = 30 + "entry".length() + 2;
    library[inTheContent] ^= 1;
    assertRefused(
        plugin().entry("lib/x.jar", library).bytes(),
        "its library lib/x.jar is not a readable jar");
  }

  @Test
  void stagedCopiesAreTheOwnersOnly() throws Exception {
    assumeThat(root.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path staged = work.resolve("staged");
    Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rwxrwxrwx"));
    area.prepare();
    StagedPlugin plugin = stage(plugin().entry("lib/x.jar", library("")));
    for (Path directory : List.of(staged, plugin.directory(), plugin.directory().resolve("lib"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aLinkInPlaceOfTheStagingAreaIsRemovedAndNotFollowed(@TempDir Path elsewhere)
      throws Exception {
    assumeThat(root.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path precious = Files.writeString(elsewhere.resolve("precious"), "x");
    Path staged = work.resolve("staged");
    for (Path target : List.of(elsewhere, elsewhere.resolve("missing"))) {
      Files.delete(staged);
      Files.createSymbolicLink(staged, target);
      area.prepare();
      assertThat(staged.toFile()).isDirectory();
      assertThat(Files.isDirectory(staged, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
    assertThat(precious).exists();
  }

  @Test
  void aPipeIsNotRead() throws Exception {
    assumeThat(Path.of("/usr/bin/mkfifo")).exists();
    Path pipe = root.resolve("acme-1.0.0.jar");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> area.stage(pipe)).hasMessageContaining("is not a file");
  }
}
