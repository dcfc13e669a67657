package io.integrationhost.runtime.jar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** The jars that a plugin carries in {@code lib/}. */
final class Libraries {

  private static final Pattern JAR_IN_LIB =
      Pattern.compile("lib/.*\\.jar", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern LOADABLE =
      Pattern.compile("lib/([A-Za-z0-9_][A-Za-z0-9._+-]{0,150}\\.jar)");
  private static final Pattern DEVICE =
      Pattern.compile("(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])\\..*", Pattern.CASE_INSENSITIVE);

  private final JarEntries entries;
  private final StagingLimits limits;
  private final Budget directories;
  private final Budget content;
  private final boolean isSound;

  /**
   * The libraries of one jar.
   *
   * @param directories what the zip directories of the jar and its libraries may take
   * @param isSound whether their entries need not be read
   */
  Libraries(JarEntries entries, StagingLimits limits, Budget directories, boolean isSound) {
    this.entries = entries;
    this.limits = limits;
    this.directories = directories;
    this.isSound = isSound;
    this.content = new Budget(limits.unpackedBytes(), "with its other libraries its content");
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
    OwnerOnly.directory(directory);
    Set<String> names = new HashSet<>();
    List<Path> unpacked = new ArrayList<>();
    for (JarEntry jar : jars) {
      String name = fileName(jar);
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new JarProblem(
            "holds '" + jar.getName() + "' twice (the case of letters does not count)",
            "remove one of the two");
      }
      unpacked.add(unpack(jar, directory.resolve(name)));
    }
    return List.copyOf(unpacked);
  }

  private static String fileName(JarEntry entry) throws JarProblem {
    Matcher matcher = LOADABLE.matcher(entry.getName());
    if (!matcher.matches()) {
      throw new JarProblem(
          "its library '" + entry.getName() + "' is not directly in lib/ under a plain name",
          "put it at lib/NAME.jar with a name of letters, digits and . _ + -");
    }
    String name = matcher.group(1);
    if (DEVICE.matcher(name).matches()) {
      throw new JarProblem(
          "its library '" + entry.getName() + "' has the name of a device on Windows",
          "give it another name");
    }
    return name;
  }

  private Path unpack(JarEntry entry, Path target) throws IOException, JarProblem {
    try (InputStream in = entries.open(entry);
        OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      new Bounded(in, new Budget(limits.unpackedBytes(), entry.getName())).transferTo(out);
    }
    String library = "its library " + entry.getName() + " ";
    try {
      check(target);
    } catch (JarProblem e) {
      throw new JarProblem(library + e.reason(), e.cure());
    } catch (ZipException | EOFException e) {
      throw new JarProblem(
          library + "is not a readable jar (" + e.getMessage() + ")",
          "rebuild the plugin; the build must not filter or recompress its libraries");
    }
    return target;
  }

  private void check(Path library) throws IOException, JarProblem {
    ZipEnd.read(library).check(limits, directories);
    try (JarFile jar = new JarFile(library.toFile(), false)) {
      JarEntries own = new JarEntries(jar, limits);
      if (!isSound) {
        own.check(content);
      }
      new ClassPathReach(jar, own).check();
    }
  }
}
