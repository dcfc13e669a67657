package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The jars that a plugin carries in {@code lib/}. */
final class Libraries {

  private static final Pattern JAR_IN_LIB =
      Pattern.compile("lib/.*\\.jar", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern LOADABLE =
      Pattern.compile("lib/([A-Za-z0-9_][A-Za-z0-9._+-]{0,150}\\.jar)");

  private final JarEntries entries;
  private final StagingLimits limits;

  Libraries(JarEntries entries, StagingLimits limits) {
    this.entries = entries;
    this.limits = limits;
  }

  /** Unpacks the libraries into a directory, in the order of their entries. */
  List<Path> unpack(Path directory) throws IOException, JarProblem {
    List<JarEntry> jars =
        entries.all().stream().filter(e -> JAR_IN_LIB.matcher(e.getName()).matches()).toList();
    if (jars.isEmpty()) {
      return List.of();
    }
    if (jars.size() > limits.libraries()) {
      throw new JarProblem(
          "holds " + jars.size() + " libraries (allowed: " + limits.libraries() + ")",
          "remove what a plugin does not need");
    }
    Files.createDirectories(directory);
    List<Path> unpacked = new ArrayList<>();
    for (JarEntry jar : jars) {
      unpacked.add(unpack(jar, directory));
    }
    return List.copyOf(unpacked);
  }

  private Path unpack(JarEntry entry, Path directory) throws IOException, JarProblem {
    var matcher = LOADABLE.matcher(entry.getName());
    if (!matcher.matches()) {
      throw new JarProblem(
          "its library '" + entry.getName() + "' is not directly in lib/ under a plain name",
          "put it at lib/NAME.jar with a name of letters, digits and . _ + -");
    }
    Path target = directory.resolve(matcher.group(1));
    if (Files.exists(target)) {
      throw new JarProblem(
          "holds '" + entry.getName() + "' twice (the case of letters does not count)",
          "remove one of the two");
    }
    try (InputStream in = entries.open(entry);
        OutputStream out = Files.newOutputStream(target)) {
      new Bounded(in, limits.unpackedBytes(), entry.getName()).transferTo(out);
    }
    checkReadable(entry, target);
    return target;
  }

  private static void checkReadable(JarEntry entry, Path library) throws IOException, JarProblem {
    try {
      new ZipFile(library.toFile()).close();
    } catch (ZipException e) {
      throw new JarProblem(
          "its library " + entry.getName() + " is not a readable jar (" + e.getMessage() + ")",
          "rebuild the plugin; the build must not filter or recompress its libraries");
    }
  }
}
