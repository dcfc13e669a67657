package io.integrationhost.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.build.PackedLibrary.DeclaredLicence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicenceFolderTest {

  private static final DeclaredLicence APACHE =
      new DeclaredLicence(
          "Apache License, Version 2.0", "https://www.apache.org/licenses/LICENSE-2.0");
  private static final DeclaredLicence ECLIPSE =
      new DeclaredLicence("", "https://www.eclipse.org/org/documents/epl-2.0/EPL-2.0.html");
  private static final DeclaredLicence MIT = new DeclaredLicence("MIT", "");

  @TempDir Path root;

  private PackedLibrary library(String id, DeclaredLicence licence, String... entries)
      throws IOException {
    Path jar = root.resolve(id + "-1.0.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new PackedLibrary(jar, id, "org.acme:" + id + ":1.0", List.of(licence));
  }

  private List<String> write(PackedLibrary... libraries) throws IOException {
    return new LicenceFolder(folder()).write(List.of(libraries));
  }

  private Path folder() {
    return root.resolve("licenses");
  }

  @Test
  void copiesWhatALibraryCarries() throws IOException {
    PackedLibrary library =
        library(
            "lines",
            MIT,
            "META-INF/LICENSE",
            "META-INF/NOTICE.txt",
            "META-INF/license/LICENSE.base64.txt",
            "META-INF/legal/LICENSE",
            "META-INF/legal/3rd-party/MIT-license.html",
            "LICENSE",
            "org/acme/License.class",
            "org/acme/licenses.properties");
    assertThat(write(library)).isEmpty();
    assertThat(folder().resolve("lines"))
        .isDirectoryNotContaining(file -> file.toString().endsWith(".class"));
    try (var files = Files.list(folder().resolve("lines"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "LICENSE",
              "other-LICENSE",
              "NOTICE.txt",
              "license-LICENSE.base64.txt",
              "legal-LICENSE");
    }
    assertThat(folder().resolve("lines/NOTICE.txt")).hasContent("META-INF/NOTICE.txt");
    assertThat(folder().resolve("THIRD-PARTY.txt"))
        .content()
        .contains(
            "lines-1.0.jar (org.acme:lines:1.0)\n  licence: MIT\n", "  text: lines/LICENSE\n");
    assertThat(folder().resolve("Apache-2.0.txt")).doesNotExist();
  }

  @Test
  void bringsTheApacheLicenceForLibrariesThatDoNot() throws IOException {
    assertThat(write(library("netty", APACHE, "META-INF/NOTICE"))).isEmpty();
    assertThat(folder().resolve("Apache-2.0.txt"))
        .content()
        .contains("Apache License", "Version 2.0, January 2004");
    assertThat(folder().resolve("THIRD-PARTY.txt"))
        .content()
        .contains("  text: netty/NOTICE\n  text: Apache-2.0.txt\n");
  }

  @Test
  void bringsThatOfEclipseToo() throws IOException {
    assertThat(write(library("milo", ECLIPSE), library("stack", ECLIPSE, "LICENSE"))).isEmpty();
    assertThat(folder().resolve("EPL-2.0.md")).content().contains("Eclipse Public License - v 2.0");
    assertThat(folder().resolve("THIRD-PARTY.txt"))
        .content()
        .contains("\n  text: EPL-2.0.md\n", "  text: stack/LICENSE\n  text: EPL-2.0.md\n");
    assertThat(folder().resolve("Apache-2.0.txt")).doesNotExist();
  }

  @Test
  void namesALibraryWithoutATextOfItsLicence() throws IOException {
    assertThat(write(library("lines", MIT)))
        .singleElement()
        .asString()
        .contains("org.acme:lines:1.0", "src/main/resources/META-INF/licenses/lines/");
  }

  @Test
  void takesATextThatTheAuthorPutsThere() throws IOException {
    Files.createDirectories(folder().resolve("lines"));
    Files.writeString(folder().resolve("lines/MIT.txt"), "Permission is hereby granted");
    assertThat(write(library("lines", MIT))).isEmpty();
    assertThat(folder().resolve("THIRD-PARTY.txt")).content().contains("  text: lines/MIT.txt\n");
  }

  @Test
  void writesNothingForAPluginWithoutLibraries() throws IOException {
    assertThat(write()).isEmpty();
    assertThat(folder()).doesNotExist();
  }

  @Test
  void knowsThatOfEclipseByItsUsualNames() {
    for (String name : List.of("EPL-2.0", "EPL 2.0", "Eclipse Public License - v 2.0")) {
      assertThat(new DeclaredLicence(name, "").isEclipse2()).as(name).isTrue();
    }
    for (String name : List.of("EPL-1.0", "Eclipse Public License - v 1.0", "Apache-2.0")) {
      assertThat(new DeclaredLicence(name, "").isEclipse2()).as(name).isFalse();
    }
  }

  @Test
  void knowsTheApacheLicenceByItsUsualNames() {
    for (String name :
        List.of(
            "Apache-2.0",
            "The Apache Software License, Version 2.0",
            "Apache License, Version 2.0",
            "Apache License 2.0",
            "Apache 2")) {
      assertThat(new DeclaredLicence(name, "").isApache2()).as(name).isTrue();
    }
    for (String name : List.of("MIT", "GPL-2.0", "Apache License 1.1", "BSD 2", "EPL 2.0")) {
      assertThat(new DeclaredLicence(name, "").isApache2()).as(name).isFalse();
    }
  }
}
