package io.integrationhost.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static final String APACHE = "Apache-2.0.txt";
  private static final Pattern TEXT =
      Pattern.compile(
          "(META-INF/)?((licen[cs]es?|legal)/)?[^/]*(licen[cs]e|notice|copying)[^/]*(?<!\\.class)",
          Pattern.CASE_INSENSITIVE);

  /** Writes list and texts; answers with what is missing, one sentence for a library. */
  List<String> write(List<PackedLibrary> libraries) throws IOException {
    List<String> missing = new ArrayList<>();
    if (libraries.isEmpty()) {
      return missing;
    }
    Files.createDirectories(folder);
    StringBuilder list = new StringBuilder("Libraries in lib/ of this jar, with their licences.\n");
    boolean apache = false;
    for (PackedLibrary library : libraries) {
      Path own = folder.resolve(library.artifactId());
      copyTexts(library.jar(), own);
      list.append("\n%s (%s)\n".formatted(library.jar().getFileName(), library.coordinates()));
      library
          .licences()
          .forEach(licence -> list.append("  licence: ").append(licence.text()).append('\n'));
      List<String> texts = names(own);
      boolean spared = texts.stream().noneMatch(LicenceFolder::isLicence) && isApache(library);
      apache |= spared;
      texts.forEach(text -> list.append("  text: %s/%s\n".formatted(library.artifactId(), text)));
      if (spared) {
        list.append("  text: ").append(APACHE).append('\n');
      } else if (texts.isEmpty()) {
        missing.add(
            ("%s (%s) carries no licence text; put one into"
                    + " src/main/resources/META-INF/licenses/%s/")
                .formatted(
                    library.coordinates(),
                    library.licences().isEmpty() ? "no licence declared" : "declared only",
                    library.artifactId()));
      }
    }
    if (apache) {
      writeApache();
    }
    Files.writeString(folder.resolve(LIST), list);
    return missing;
  }

  private static boolean isApache(PackedLibrary library) {
    return library.licences().stream().anyMatch(PackedLibrary.DeclaredLicence::isApache2);
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

  private void writeApache() throws IOException {
    try (InputStream text = LicenceFolder.class.getResourceAsStream("LICENSE")) {
      Files.write(folder.resolve(APACHE), text.readAllBytes());
    }
  }
}
