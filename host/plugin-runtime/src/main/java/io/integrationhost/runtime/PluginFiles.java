package io.integrationhost.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All files of the plugins directories, and what is to be made of them. */
final class PluginFiles {

  private final List<Path> directories;
  private final Comparator<PluginGeneration> newestFirst;
  private final Map<Path, PluginFile> files = new TreeMap<>();
  private final Map<Path, RejectedJar> directoryProblems = new TreeMap<>();

  PluginFiles(List<Path> directories) {
    this.directories = new ArrayList<>(directories);
    this.newestFirst =
        Comparator.comparing((PluginGeneration each) -> each.staged().descriptor().version())
            .reversed()
            .thenComparing(this::rank)
            .thenComparing(each -> each.staged().original());
  }

  private int rank(PluginGeneration copy) {
    return directories.indexOf(copy.staged().original().getParent());
  }

  /**
   * Of two files with the same version that in the directory named first counts as the newer, in
   * one directory the first by name.
   */
  Comparator<PluginGeneration> newestFirst() {
    return newestFirst;
  }

  PluginFile get(Path path) {
    return files.computeIfAbsent(path, unknown -> new PluginFile());
  }

  /** Forgets a file; what it stood for is the caller's to drop. */
  Optional<PluginGeneration> remove(Path path) {
    return Optional.ofNullable(files.remove(path)).flatMap(PluginFile::good);
  }

  /** A directory itself could not be read; empty when it can be again. */
  void directoryProblem(Path directory, Optional<RejectedJar> problem) {
    problem.ifPresentOrElse(
        told -> directoryProblems.put(directory, told), () -> directoryProblems.remove(directory));
  }

  Optional<RejectedJar> directoryProblem(Path directory) {
    return Optional.ofNullable(directoryProblems.get(directory));
  }

  /** The good copies of one plugin, the newest first. */
  List<PluginGeneration> copiesOf(String id) {
    return good().filter(each -> each.id().equals(id)).sorted(newestFirst).toList();
  }

  List<String> ids() {
    return good().map(PluginGeneration::id).distinct().sorted().toList();
  }

  List<PluginGeneration> all() {
    return good().toList();
  }

  private Stream<PluginGeneration> good() {
    return files.values().stream().map(PluginFile::good).flatMap(Optional::stream);
  }

  /** The file that stands for a copy. */
  Optional<PluginFile> holding(PluginGeneration copy) {
    return files.values().stream()
        .filter(file -> file.good().filter(good -> good == copy).isPresent())
        .findFirst();
  }

  /** The plugins that are loaded: a newer version of one is tried before the old one goes. */
  Set<String> loaded() {
    return ids().stream()
        .filter(id -> copiesOf(id).get(0).isLoaded())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is installed; the newest copy of every plugin must be loaded, or be so on demand. */
  PluginCatalog catalog() {
    List<PluginInfo> plugins = new ArrayList<>();
    List<SupersededJar> superseded = new ArrayList<>();
    Map<String, Path> winners = new HashMap<>();
    for (String id : ids()) {
      for (PluginGeneration copy : copiesOf(id)) {
        Path file = copy.staged().original();
        Path winner = winners.putIfAbsent(id, file);
        if (winner == null) {
          plugins.add(copy.info());
        } else {
          superseded.add(new SupersededJar(file, id, copy.version(), winner, copy.number()));
        }
      }
    }
    return new PluginCatalog(
        plugins,
        Stream.concat(
                directoryProblems.values().stream(),
                files.values().stream().map(PluginFile::rejection).flatMap(Optional::stream))
            .toList(),
        superseded);
  }
}
