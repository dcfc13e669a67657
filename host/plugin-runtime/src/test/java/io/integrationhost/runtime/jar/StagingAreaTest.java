package io.integrationhost.runtime.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.runtime.trust.AllowList;
import io.integrationhost.runtime.trust.Fingerprint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagingAreaTest {

  private static final StagingLimits SMALL =
      new StagingLimits(20_000, 10, 10_000, 100_000, 2, 5_000, 1_000);
  private static final byte[] CLASS = {
    (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61
  };

  @TempDir Path root;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private StagingArea area;

  @BeforeEach
  void prepare() {
    prepareAgain();
    entries.put(ServiceFile.NAME, "a.B\n".getBytes(StandardCharsets.UTF_8));
    entries.put("a/B.class", CLASS);
  }

  /** As a next start does. */
  private void prepareAgain() {
    area =
        new StagingArea(
            root.resolve("work"),
            new ApiCompatibility(SemanticVersion.parse("1.0.0").orElseThrow()),
            AllowList.everyJar(),
            SMALL);
    area.prepare();
  }

  private StagedPlugin stage(String fileName) throws Exception {
    Path file = root.resolve(fileName);
    write(file, entries);
    return area.stage(file);
  }

  private static void write(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  private byte[] library(String entry) throws IOException {
    Path file = root.resolve("library");
    write(file, Map.of(entry, CLASS));
    return Files.readAllBytes(file);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> stage("acme-1.0.0.jar"))
        .isInstanceOf(JarProblem.class)
        .message()
        .contains(words);
    assertThat(root.resolve("work/staged")).isEmptyDirectory();
  }

  @Test
  void copiesTheJarAndItsLibraries() throws Exception {
    entries.put("lib/one-1.0.jar", library("one/A.class"));
    entries.put("lib/two_2.jar", library("two/A.class"));
    entries.put("lib/readme.txt", CLASS);
    StagedPlugin staged = stage("acme-1.2.3.jar");
    assertThat(staged.descriptor().id()).isEqualTo("acme");
    assertThat(staged.descriptor().version()).hasToString("1.2.3");
    assertThat(staged.jar()).startsWith(root.resolve("work/staged")).isRegularFile();
    assertThat(staged.libraries())
        .extracting(path -> path.getFileName().toString())
        .containsExactly("one-1.0.jar", "two_2.jar");
    area.delete(staged.directory());
    assertThat(root.resolve("work/staged")).isEmptyDirectory();
  }

  @Test
  void theEntryPointMayBeInALibrary() throws Exception {
    entries.remove("a/B.class");
    entries.put("lib/core.jar", library("a/B.class"));
    assertThat(stage("acme-1.0.0.jar").entryPoint()).isEqualTo("a.B");
  }

  @Test
  void implementationTitleAndVersionNameAPlainJar() throws Exception {
    entries.put(
        "META-INF/MANIFEST.MF",
        """
        Manifest-Version: 1.0\r
        Implementation-Title: Acme Lines\r
        Implementation-Version: 4.1.Final\r
        \r
        """
            .getBytes(StandardCharsets.UTF_8));
    Descriptor descriptor = stage("whatever.jar").descriptor();
    assertThat(descriptor.id()).isEqualTo("acme-lines");
    assertThat(descriptor.version()).hasToString("4.1.0-Final");
  }

  @Test
  void aPlainJarNeedsAUsableName() throws Exception {
    assertThatThrownBy(() -> stage("1.jar"))
        .isInstanceOf(JarProblem.class)
        .hasMessageContaining("has no Plugin-Id in its manifest, and '1' does not make one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil", "..", "a/.."})
  void entriesThatPointOutsideAreRefused(String name) {
    entries.put(name, CLASS);
    assertRefused("points outside of the jar");
  }

  @Test
  void namesWithDotsThatStayInsideAreFine() throws Exception {
    entries.put("a/..b/c..", CLASS);
    assertThat(stage("acme-1.0.0.jar").libraries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/a b.jar", "lib/x/y.jar", "lib/.hidden.jar", "lib/a:b.jar"})
  void oddLibraryNamesAreRefused(String name) throws Exception {
    entries.put(name, library("x/A.class"));
    assertRefused("its library '" + name + "' is not directly in lib/", "put it at lib/NAME.jar");
  }

  @Test
  void aBombIsRefused() {
    entries.put("zeros", new byte[200_000]);
    assertRefused("its content is larger than");
  }

  @Test
  void tooManyEntriesAreRefused() {
    for (int i = 0; i < 20; i++) {
      entries.put("e" + i, CLASS);
    }
    assertRefused("holds 22 entries (allowed: 10)");
  }

  @Test
  void tooManyLibrariesAreRefused() throws Exception {
    for (int i = 0; i < 3; i++) {
      entries.put("lib/l" + i + ".jar", library("x/A.class"));
    }
    assertRefused("holds 3 libraries (allowed: 2)");
  }

  @Test
  void aTextThatIsReadIntoMemoryIsBounded() {
    entries.put("plugin.conf", " ".repeat(2_000).getBytes(StandardCharsets.UTF_8));
    assertRefused("plugin.conf is larger than 1000 bytes");
  }

  @Test
  void aJarThatIsTooLargeIsRefused() throws Exception {
    Path file = Files.write(root.resolve("large.jar"), new byte[30_000]);
    assertThatThrownBy(() -> area.stage(file))
        .isInstanceOf(JarProblem.class)
        .hasMessageContaining("the jar is larger than 20000 bytes");
  }

  @Test
  void aFileThatHasGoneIsToldApart() {
    assertThatThrownBy(() -> area.stage(root.resolve("gone.jar")))
        .isInstanceOf(JarProblem.class)
        .hasMessageContaining("disappeared");
  }

  @Test
  void preparingRemovesWhatAnEarlierRunLeftAndNothingElse() throws Exception {
    Path foreign = Files.writeString(root.resolve("work/keep.txt"), "x");
    StagedPlugin staged = stage("acme-1.0.0.jar");
    area.prepare();
    assertThat(staged.directory()).doesNotExist();
    assertThat(foreign).exists();
  }

  @Test
  void nothingOutsideOfTheAreaIsDeleted() throws Exception {
    Path foreign = Files.writeString(root.resolve("work/keep.txt"), "x");
    area.delete(root.resolve("work"));
    assertThat(foreign).exists();
  }

  /** What is in the jar, with a damaged entry. */
  private Path damaged() throws IOException {
    entries.put("text", new byte[1000]);
    Path file = root.resolve("damaged.jar");
    write(file, entries);
    byte[] bytes = Files.readAllBytes(file);
    // The last byte of that entry's data lies before its descriptor and the directory.
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("text") + 6] ^= 1;
    Files.write(file, bytes);
    return file;
  }

  @Test
  void entriesOfAJarThatItsMakerListsAreNotReadAgain() throws Exception {
    Path file = damaged();
    assertThatThrownBy(() -> area.stage(file)).isInstanceOf(JarProblem.class);
    String sum = Fingerprint.of(file).hex();
    Files.writeString(root.resolve("SHA256SUMS"), "no sum\n" + sum + "  damaged.jar\n");
    assertThat(area.stage(file).jar()).exists();
    Files.writeString(file, "x", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> area.stage(file)).isInstanceOf(JarProblem.class);
  }

  @Test
  void aJarThatWasFoundWholeIsRememberedByItsContent() throws Exception {
    stage("whole.jar");
    Path kept = root.resolve("work/sound-jars");
    assertThat(Files.readAllLines(kept))
        .containsExactly(SMALL.toString(), Fingerprint.of(root.resolve("whole.jar")).hex());
    Path file = damaged();
    assertThatThrownBy(() -> area.stage(file)).isInstanceOf(JarProblem.class);
    assertThat(Files.readAllLines(kept)).hasSize(2);

    Files.writeString(kept, SMALL + "\n" + Fingerprint.of(file).hex() + "\n");
    prepareAgain();
    assertThat(area.stage(file).jar()).exists();

    Files.writeString(kept, "other limits\n" + Fingerprint.of(file).hex() + "\n");
    prepareAgain();
    assertThatThrownBy(() -> area.stage(file)).isInstanceOf(JarProblem.class);
  }
}
