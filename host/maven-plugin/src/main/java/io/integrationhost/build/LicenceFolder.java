package io.integrationhost.build;

import io.integrationhost.build.PackedLibrary.DeclaredLicence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The folder {@code META-INF/licenses} of a plugin: a list of the libraries that it packs, and for
 * each a folder with the licence and notice texts that the library carries.
 */
record LicenceFolder(Path folder) {

  static final String LIST = "THIRD-PARTY.txt";
  private static final Pattern TEXT =
      Pattern.compile(
          "(META-INF/)?((licen[cs]es?|legal)/)?[^/]*(licen[cs]e|notice|copying)[^/]*(?<!\\.class)",
          Pattern.CASE_INSENSITIVE);

  /** Licences whose text many libraries leave out; it is brought here, once for all of them. */
  private enum Common {
    APACHE("Apache-2.0.txt", "LICENSE", "Apache License"),
    ECLIPSE("EPL-2.0.md", "EPL-2.0.md", "Eclipse Public License");

    private final String file;
    private final String resource;
    private final String title;

    Common(String file, String resource, String title) {
      this.file = file;
      this.resource = resource;
      this.title = title;
    }

    private boolean isDeclared(PackedLibrary library) {
      return library.licences().stream()
          .anyMatch(this == APACHE ? DeclaredLicence::isApache2 : DeclaredLicence::isEclipse2);
    }
  }

  /** Writes list and texts; answers with what is missing, one sentence for a library. */
  List<String> write(List<PackedLibrary> libraries) throws IOException {
    List<String> missing = new ArrayList<>();
    if (libraries.isEmpty()) {
      return missing;
    }
    Files.createDirectories(folder);
    StringBuilder list = new StringBuilder("Libraries in lib/ of this jar, with their licences.\n");
    Set<Common> brought = EnumSet.noneOf(Common.class);
    for (PackedLibrary library : libraries) {
      Path own = folder.resolve(library.artifactId());
      copyTexts(library.jar(), own);
      list.append("\n%s (%s)\n".formatted(library.jar().getFileName(), library.coordinates()));
      library
          .licences()
          .forEach(licence -> list.append("  licence: ").append(licence.text()).append('\n'));
      List<String> texts = names(own);
      texts.forEach(text -> list.append("  text: %s/%s\n".formatted(library.artifactId(), text)));
      boolean isCommon = false;
      for (Common common : Common.values()) {
        if (common.isDeclared(library) && !says(own, texts, common.title)) {
          isCommon = true;
          brought.add(common);
          list.append("  text: ").append(common.file).append('\n');
        }
      }
      if (texts.isEmpty() && !isCommon) {
        missing.add(
            ("%s (%s) carries no licence text; put one into"
                    + " src/main/resources/META-INF/licenses/%s/")
                .formatted(
                    library.coordinates(),
                    library.licences().isEmpty() ? "no licence declared" : "declared only",
                    library.artifactId()));
      }
    }
    for (Common common : brought) {
      bring(common);
    }
    Files.writeString(folder.resolve(LIST), list);
    return missing;
  }

  private static boolean says(Path own, List<String> texts, String title) throws IOException {
    for (String text : texts) {
      String content = Files.readString(own.resolve(text), StandardCharsets.ISO_8859_1);
      if (isLicence(text) && content.contains(title)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLicence(String name) {
    return !name.toLowerCase(Locale.ROOT).contains("notice");
  }

  private static void copyTexts(Path jar, Path own) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> texts =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && TEXT.matcher(entry.getName()).matches())
              .toList();
      for (ZipEntry text : texts) {
        Files.createDirectories(own);
        String name = text.getName().replaceFirst("^META-INF/", "").replaceAll("[/\\\\:]", "-");
        Path file = own.resolve(name);
        try (InputStream in = zip.getInputStream(text)) {
          Files.copy(in, Files.exists(file) ? own.resolve("other-" + name) : file);
        }
      }
    }
  }

  private static List<String> names(Path own) throws IOException {
    if (!Files.isDirectory(own)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(own)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void bring(Common common) throws IOException {
    try (InputStream text = LicenceFolder.class.getResourceAsStream(common.resource)) {
      Files.write(folder.resolve(common.file), text.readAllBytes());
    }
  }
}
