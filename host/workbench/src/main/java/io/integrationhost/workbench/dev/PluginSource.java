package io.integrationhost.workbench.dev;

import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plugin that is being written.
 *
 * @param path a folder of classes, such as {@code target/classes}, or a plugin jar
 * @param libraries a folder with more jars to put into {@code lib/} of the packed plugin
 * @param id the plugin id where the folder has no {@code META-INF/MANIFEST.MF}
 */
public record PluginSource(Path path, Optional<Path> libraries, String id) {

  /**
   * A source with what can be found around it: without a {@code lib/} of its own a folder {@code
   * target/classes} gets the jars of {@code target/dependency}, and its id is the name of the
   * project's folder.
   */
  public static PluginSource at(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Optional<Path> dependencies =
        Optional.ofNullable(absolute.getParent())
            .map(target -> target.resolve("dependency"))
            .filter(folder -> Files.isDirectory(folder) && !Files.exists(absolute.resolve("lib")));
    return new PluginSource(absolute, dependencies, idFor(absolute));
  }

  private static String idFor(Path path) {
    Path project = Optional.ofNullable(path.getParent()).map(Path::getParent).orElse(path);
    String name = String.valueOf(project.getFileName()).toLowerCase(Locale.ROOT);
    String id = name.replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-$", "");
    return id.length() < 2 ? "plugin" : id;
  }

  public PluginSource withLibraries(Path folder) {
    return new PluginSource(path, Optional.of(folder), id);
  }

  public PluginSource withId(String newId) {
    return new PluginSource(path, libraries, newId);
  }

  boolean isJar() {
    return Files.isRegularFile(path);
  }

  /** All files that make up the plugin, in a fixed order. */
  List<Path> files() throws IOException {
    if (isJar()) {
      return List.of(path);
    }
    try (Stream<Path> tree = Files.walk(path)) {
      return Stream.concat(tree.filter(Files::isRegularFile).sorted(), libraryJars().stream())
          .toList();
    }
  }

  /**
   * Whether what the plugin's service file names is there. While a compiler works it is not, as a
   * rule: it removes classes before it writes them anew.
   */
  boolean isComplete() {
    if (isJar()) {
      return true;
    }
    Path services = path.resolve("META-INF/services").resolve(TransportPlugin.class.getName());
    try {
      return Files.readAllLines(services).stream()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(name -> !name.isEmpty())
          .allMatch(name -> Files.exists(path.resolve(name.replace('.', '/') + ".class")));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  List<Path> libraryJars() throws IOException {
    if (libraries.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(libraries.get())) {
      return children.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
