package io.integrationhost.runtime.jar;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Looks at every class of a staged plugin for what a host would not notice before the class is
 * used, or never: copies of what the host brings, and classes for a newer Java.
 *
 * @param release the oldest Java release on which the plugin must run
 */
public record ContentReview(int release) {

  private static final int MAGIC = 0xCAFEBABE;
  private static final int BEFORE_JAVA_1 = 44;

  /** What is wrong, one entry per jar and kind. */
  public List<JarProblem> problems(StagedPlugin plugin) throws IOException {
    List<JarProblem> problems = new ArrayList<>();
    for (Path file : Stream.concat(Stream.of(plugin.jar()), plugin.libraries().stream()).toList()) {
      String name = file.equals(plugin.jar()) ? "the jar" : "its library lib/" + file.getFileName();
      try (ZipFile zip = new ZipFile(file.toFile())) {
        List<? extends ZipEntry> classes =
            Collections.list(zip.entries()).stream().filter(ContentReview::isLoadable).toList();
        copies(name, classes).ifPresent(problems::add);
        tooNew(name, zip, classes).ifPresent(problems::add);
      }
    }
    return problems;
  }

  /** Classes for other releases in META-INF/versions are chosen by the JDK that runs. */
  private static boolean isLoadable(ZipEntry entry) {
    return entry.getName().endsWith(".class")
        && !entry.getName().startsWith("META-INF/")
        && !entry.getName().endsWith("module-info.class");
  }

  private static Optional<JarProblem> copies(String name, List<? extends ZipEntry> classes) {
    return classes.stream()
        .map(entry -> entry.getName().replace('/', '.'))
        .map(file -> file.substring(0, file.lastIndexOf('.', file.length() - 7)))
        .filter(SharedPackageNames.ALL::contains)
        .findFirst()
        .map(
            copied ->
                new JarProblem(
                    name + " holds a copy of package " + copied + ", which the host brings",
                    "give the dependency that brings it the scope provided, or exclude it; plugins"
                        + " never see their own copy"));
  }

  private Optional<JarProblem> tooNew(String name, ZipFile zip, List<? extends ZipEntry> classes)
      throws IOException {
    TreeMap<Integer, String> newest = new TreeMap<>();
    for (ZipEntry entry : classes) {
      int needed = release(zip, entry);
      if (needed > release) {
        newest.putIfAbsent(needed, entry.getName());
      }
    }
    return newest.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JarProblem(
                name
                    + " holds "
                    + newest.lastEntry().getValue()
                    + ", which needs Java "
                    + newest.lastKey()
                    + "; hosts run on Java "
                    + release
                    + " and later",
                "set maven.compiler.release to "
                    + release
                    + ", or use a version of the library for it"));
  }

  private static int release(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream stream = zip.getInputStream(entry)) {
      DataInputStream in = new DataInputStream(stream);
      if (in.readInt() != MAGIC) {
        return 0;
      }
      in.readUnsignedShort();
      return in.readUnsignedShort() - BEFORE_JAVA_1;
    }
  }
}
