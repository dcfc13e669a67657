package io.integrationhost.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the house as it is written, before anything is compiled.
 *
 * @param room its package
 * @param code its text without comments
 */
record SourceFile(Path path, String room, String code) {

  static final Path CHECKOUT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|^\\s*//.*?$", Pattern.DOTALL | Pattern.MULTILINE);

  /** The folders with the main sources of all modules. */
  static List<Path> folders() throws IOException {
    try (Stream<Path> poms = Files.find(CHECKOUT, 3, (file, is) -> file.endsWith("pom.xml"))) {
      return poms.map(pom -> pom.resolveSibling("src/main/java")).filter(Files::exists).toList();
    }
  }

  /** Those with a package, below folders such as {@code src/main/java}. */
  static List<SourceFile> below(List<Path> folders) throws IOException {
    List<SourceFile> all = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
          Matcher room = PACKAGE.matcher(code);
          if (room.find()) {
            all.add(new SourceFile(file, room.group(1), code));
          }
        }
      }
    }
    return all;
  }

  String name() {
    return path.getFileName().toString();
  }

  /** Whether it is in one of these packages or below. */
  boolean isIn(List<String> rooms) {
    return rooms.stream().anyMatch(each -> room.equals(each) || room.startsWith(each + "."));
  }
}
