package io.integrationhost.convert.cases;

import io.integrationhost.convert.ConverterFiles;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.convert.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The converters that stand in one folder. */
final class FolderConverters {
  private static final List<String> SCRIPTS =
      List.of(
          "decoder.js",
          "decoder.tbel",
          "tbelDecoder.tbel",
          "tbelDecoder.js",
          "encoder.js",
          "encoder.tbel",
          "tbelEncoder.tbel",
          "tbelEncoder.js");
  private static final List<String> CONFIGURATIONS =
      List.of("converter.json", "converter.conf", "config.json", "decoder.json", "encoder.json");
  private static final Set<String> PLATFORMS =
      Set.of("CHIRPSTACK", "TTN", "TTI", "LORIOT", "THINGPARK", "TPE");

  private FolderConverters() {}

  static List<TriedConverter> of(Path directory) {
    Optional<Path> configuration = existing(directory, CONFIGURATIONS).findFirst();
    List<Path> scripts = existing(directory, SCRIPTS).toList();
    List<TriedConverter> found = new ArrayList<>();
    for (Path script : scripts) {
      Wish wish = wish(directory, script);
      found.add(
          configuration
              .map(file -> ConverterFiles.read(script, file, wish))
              .orElseGet(() -> ConverterFiles.read(script, wish)));
    }
    if (scripts.isEmpty()) {
      configuration
          .filter(file -> isConverter(file))
          .ifPresent(file -> found.add(ConverterFiles.read(file, wish(directory, file))));
    }
    return found.stream().map(one -> platform(directory).map(one::orType).orElse(one)).toList();
  }

  /** A folder of the catalogue may hold other JSON under such a name. */
  private static boolean isConverter(Path file) {
    return file.getFileName().toString().startsWith("converter.")
        || ConverterFiles.holdsScript(file);
  }

  private static Stream<Path> existing(Path directory, List<String> names) {
    return names.stream().map(directory::resolve).filter(Files::isRegularFile);
  }

  private static Wish wish(Path directory, Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean downlink = name.contains("encoder") || isCalled(directory, "downlink");
    Optional<String> language = name.startsWith("tbel") ? Optional.of("TBEL") : Optional.empty();
    return new Wish(downlink, language, Optional.empty(), Optional.empty());
  }

  /** In the catalogue the folder above says for which platform a converter is. */
  private static Optional<String> platform(Path directory) {
    Path parent = directory.toAbsolutePath().normalize().getParent();
    boolean inCatalogue = isCalled(directory, "uplink") || isCalled(directory, "downlink");
    return Optional.ofNullable(parent)
        .filter(any -> inCatalogue)
        .map(path -> String.valueOf(path.getFileName()).toUpperCase(Locale.ROOT))
        .map(name -> name.replaceAll("[^A-Z]", ""))
        .filter(PLATFORMS::contains);
  }

  private static boolean isCalled(Path directory, String name) {
    Path last = directory.toAbsolutePath().normalize().getFileName();
    return last != null && last.toString().equalsIgnoreCase(name);
  }
}
