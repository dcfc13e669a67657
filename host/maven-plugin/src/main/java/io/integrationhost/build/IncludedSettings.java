package io.integrationhost.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * Puts the settings of libraries into a plugin's {@code plugin.conf}, in place of its lines {@code
 * include "kit/tcp.conf"}: a host reads the file as text, without any class path, and people read
 * it to see what there is.
 *
 * @param lib the packed libraries, in which the included files are looked for
 */
record IncludedSettings(Path lib) {

  private static final Pattern INCLUDE = Pattern.compile("(\\s*)include\\s+\"([^\"]+)\"\\s*");
  private static final int MOST_LEVELS = 5;

  /**
   * Replaces the lines, if there are any.
   *
   * @throws IOException when an included file is in no library; the message names file and line
   */
  void replaceIn(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    List<String> replaced = replaced(lines, file.getFileName().toString(), MOST_LEVELS);
    if (!replaced.equals(lines)) {
      Files.writeString(file, String.join("\n", replaced) + "\n");
    }
  }

  private List<String> replaced(List<String> lines, String name, int levels) throws IOException {
    List<String> replaced = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher include = INCLUDE.matcher(lines.get(i));
      if (!include.matches()) {
        replaced.add(lines.get(i));
        continue;
      }
      String included = include.group(2);
      String place = name + ":" + (i + 1) + ": include \"" + included + "\"";
      if (levels == 0) {
        throw new IOException(place + " is nested too deep; does it include itself?");
      }
      Optional<List<String>> found = find(included);
      if (found.isEmpty()) {
        throw new IOException(
            place
                + " names no file of the plugin's libraries; correct the name, or declare the"
                + " library as a dependency");
      }
      for (String line : replaced(found.get(), included, levels - 1)) {
        replaced.add(line.isEmpty() ? line : include.group(1) + line);
      }
    }
    return replaced;
  }

  private Optional<List<String>> find(String name) throws IOException {
    if (!Files.isDirectory(lib)) {
      return Optional.empty();
    }
    try (var jars = Files.newDirectoryStream(lib, "*.jar")) {
      for (Path path : jars) {
        try (JarFile jar = new JarFile(path.toFile())) {
          ZipEntry entry = jar.getEntry(name);
          if (entry != null) {
            String text =
                new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(text.lines().toList());
          }
        }
      }
    }
    return Optional.empty();
  }
}
