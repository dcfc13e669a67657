package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.JarProblem;
import io.integrationhost.runtime.jar.StagedPlugin;
import io.integrationhost.runtime.jar.StagingArea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of the files what they ask for, one file after the other: stage, inspect, load, try. What
 * fails a step is taken back to the last copy that worked. A copy that nobody needs yet, and whose
 * manifest tells whom it serves, is staged and inspected only.
 */
final class PluginIntake {

  private static final Logger LOG = LoggerFactory.getLogger(PluginIntake.class);

  /** Tells everybody what is installed now; answers with what does not serve any more. */
  @FunctionalInterface
  interface Publication {
    List<String> publish(PluginCatalog catalog);
  }

  private final StagingArea staging;
  private final Generations generations;
  private final PluginFiles files;
  private final Publication publication;
  private final Set<Path> again = new HashSet<>();

  PluginIntake(
      StagingArea staging, Generations generations, PluginFiles files, Publication publication) {
    this.staging = staging;
    this.generations = generations;
    this.files = files;
    this.publication = publication;
  }

  /** Takes over what has changed; answers with the files that are to be looked at once more. */
  Set<Path> take(DirectoryChanges changes) {
    again.clear();
    Set<String> needed = files.loaded();
    Map<Path, PluginGeneration> fresh = new LinkedHashMap<>();
    changes.written().forEach(jar -> stage(jar).ifPresent(copy -> fresh.put(jar, copy)));
    List<PluginGeneration> leaving = new ArrayList<>();
    for (Path jar : changes.removed()) {
      files.remove(jar).ifPresent(copy -> leaveTo(fresh, copy, leaving));
    }
    fresh.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Path, PluginGeneration> each) -> each.getValue().id())
                .thenComparing(Map.Entry::getValue, files.newestFirst()))
        .forEach(each -> tryToIntroduce(each.getKey(), each.getValue(), needed));
    leaving.forEach(copy -> LOG.info("{} was removed", copy.staged().original()));
    settle(needed);
    leaving.forEach(generations::drop);
    unloadIdle();
    return Set.copyOf(again);
  }

  private void tryToIntroduce(Path jar, PluginGeneration copy, Set<String> needed) {
    try {
      introduce(files.get(jar), copy, needed);
    } catch (RuntimeException | Error e) {
      unexpected(jar, e);
      if (files.holding(copy).isEmpty()) {
        generations.drop(copy);
      }
    }
  }

  /** One jar, whatever is in it and whatever the host runs out of, keeps no other one away. */
  private void unexpected(Path jar, Throwable problem) {
    Throwable cause = problem.getCause() == null ? problem : problem.getCause();
    boolean passes = cause instanceof OutOfMemoryError || cause instanceof InternalError;
    String reason = "could not be loaded (" + cause + ")";
    if (passes) {
      again.add(jar);
      String cure = "it is tried again by itself; give the host more memory or threads";
      rejectForNow(files.get(jar), new RejectedJar(jar, reason, cure));
    } else {
      LOG.error("{} could not be loaded; please report this", jar, problem);
      reject(files.get(jar), new RejectedJar(jar, reason, "see the log of the host"));
    }
  }

  /**
   * Loads what is the newest now, and tells.
   *
   * @param needed plugins whose newest version is loaded whatever its manifest tells
   */
  void settle(Set<String> needed) {
    loadNewest(needed);
    publish();
  }

  /** Loads what nobody needs yet. */
  void loadAll() {
    settle(Set.copyOf(files.ids()));
  }

  /** A copy could not be loaded when it was first needed: the next version serves, if any. */
  void refused(PluginGeneration copy, PluginFailure failure) {
    Optional<PluginFile> file = files.holding(copy);
    boolean newest =
        files.copiesOf(copy.id()).stream().findFirst().filter(copy::equals).isPresent();
    if (file.isEmpty() || !newest || copy.isLoaded()) {
      return;
    }
    file.get().use(Optional.empty());
    reject(file.get(), rejection(copy, failure));
    settle(Set.of(copy.id()));
    generations.drop(copy);
  }

  private Optional<PluginGeneration> stage(Path jar) {
    PluginFile file = files.get(jar);
    try {
      StagedPlugin staged = staging.stage(jar);
      if (file.good().filter(good -> sameBytes(good.staged(), staged)).isPresent()) {
        staging.delete(staged.directory());
        file.use(file.good());
        return Optional.empty();
      }
      return Optional.of(generations.enter(staged));
    } catch (JarProblem e) {
      reject(file, new RejectedJar(jar, e.reason(), e.cure(), e.plugin()));
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      unexpected(jar, e);
      return Optional.empty();
    }
  }

  private static boolean sameBytes(StagedPlugin former, StagedPlugin staged) {
    try {
      return Files.mismatch(former.jar(), staged.jar()) < 0;
    } catch (IOException e) {
      LOG.debug("staged copies of {} cannot be compared: {}", staged.original(), e.toString());
      return false;
    }
  }

  /** A file that was replaced by one with another name: its copy is what to go back to. */
  private void leaveTo(
      Map<Path, PluginGeneration> fresh, PluginGeneration copy, List<PluginGeneration> leaving) {
    Optional<PluginFile> heir =
        fresh.entrySet().stream()
            .filter(each -> each.getValue().id().equals(copy.id()))
            .map(each -> files.get(each.getKey()))
            .filter(file -> file.good().isEmpty())
            .findFirst();
    if (heir.isPresent()) {
      heir.get().use(Optional.of(copy));
    } else {
      leaving.add(copy);
    }
  }

  private void introduce(PluginFile file, PluginGeneration copy, Set<String> needed) {
    Optional<PluginGeneration> former = file.good();
    boolean inUse = former.filter(PluginGeneration::isLoaded).isPresent();
    boolean newest = isNewest(copy, former);
    boolean unneeded = copy.isOnDemand() && !needed.contains(copy.id());
    if ((inUse || (newest && !unneeded)) && !load(file, copy)) {
      return;
    }
    file.use(Optional.of(copy));
    loadNewest(needed);
    List<String> failures = publish();
    if (failures.isEmpty()) {
      former.ifPresent(generations::drop);
      if (newest && !copy.isLoaded()) {
        LOG.info(
            "plugin {} installed from {}; it is loaded when an integration needs it",
            copy.label(),
            copy.staged().original());
      }
    } else {
      takeBack(file, copy, former, failures);
    }
  }

  private boolean isNewest(PluginGeneration copy, Optional<PluginGeneration> former) {
    return files.copiesOf(copy.id()).stream()
        .filter(other -> former.filter(own -> own == other).isEmpty())
        .allMatch(other -> files.newestFirst().compare(copy, other) < 0);
  }

  private void takeBack(
      PluginFile file,
      PluginGeneration copy,
      Optional<PluginGeneration> former,
      List<String> failures) {
    file.use(former);
    RejectedJar problem =
        new RejectedJar(
            copy.staged().original(),
            "plugin "
                + copy.label()
                + " was taken back, because with it "
                + String.join("; ", failures),
            "correct the plugin or the configuration, then copy the jar there again",
            copy.id());
    count(problem, PluginFigures.Load.ROLLED_BACK);
    LOG.warn("rejected {}", file.reject(problem).message());
    settle(Set.of(copy.id()));
    generations.drop(copy);
  }

  /**
   * Loads the newest copy of each plugin that is needed or does not tell enough without its
   * classes; one that cannot be loaded makes room for the next.
   */
  private void loadNewest(Set<String> needed) {
    for (String id : files.ids()) {
      for (PluginGeneration copy : files.copiesOf(id)) {
        PluginFile file = files.holding(copy).orElseThrow();
        if (copy.isLoaded() || (copy.isOnDemand() && !needed.contains(id))) {
          break;
        }
        file.use(Optional.empty());
        if (load(file, copy)) {
          file.use(Optional.of(copy));
          break;
        }
      }
    }
  }

  /** Loads a copy; one that refuses is rejected and dropped. */
  private boolean load(PluginFile file, PluginGeneration copy) {
    try {
      generations.load(copy);
      return true;
    } catch (PluginFailure e) {
      reject(file, rejection(copy, e));
    } catch (RuntimeException | Error e) {
      unexpected(copy.staged().original(), e);
    }
    generations.drop(copy);
    return false;
  }

  private static RejectedJar rejection(PluginGeneration copy, PluginFailure failure) {
    String cure = failure.cure().isEmpty() ? "correct what the plugin names" : failure.cure();
    return new RejectedJar(copy.staged().original(), failure.reason(), cure, copy.id());
  }

  private void reject(PluginFile file, RejectedJar problem) {
    count(problem, PluginFigures.Load.REJECTED);
    LOG.warn("rejected {}", file.reject(problem).message());
  }

  /** As above, for what is tried again and again: the same reason is told once. */
  private void rejectForNow(PluginFile file, RejectedJar problem) {
    Optional<RejectedJar> before = file.rejection();
    RejectedJar told = file.reject(problem);
    if (!before.equals(Optional.of(told))) {
      count(problem, PluginFigures.Load.REJECTED);
      LOG.warn("rejected {}", told.message());
    }
  }

  private void count(RejectedJar problem, PluginFigures.Load what) {
    generations.tally().of(problem.plugin()).count(what);
  }

  private List<String> publish() {
    return publication.publish(files.catalog());
  }

  /** Unloads the older copies that no integration pins any more. */
  void unloadIdle() {
    for (String id : files.ids()) {
      files.copiesOf(id).stream().skip(1).forEach(generations::unloadIfIdle);
    }
  }
}
