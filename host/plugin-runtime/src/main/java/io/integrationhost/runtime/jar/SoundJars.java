package io.integrationhost.runtime.jar;

import io.integrationhost.runtime.trust.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jars whose entries need not be read again: those that were all read and found whole before, and
 * those that whoever put them together lists in a file {@value #SUMS} beside them. To read the
 * entries of all jars takes longer than anything else in a start. Thread-safe.
 */
final class SoundJars {

  /** As {@code sha256sum} writes it. */
  static final String SUMS = "SHA256SUMS";

  private static final Logger log = LoggerFactory.getLogger(SoundJars.class);
  private static final int MOST = 500;
  private static final long MOST_BYTES = 1 << 20;

  private final Path file;
  private final String limits;
  private Optional<Set<Fingerprint>> found = Optional.empty();

  /**
   * What an earlier run has found stays valid within the same limits.
   *
   * @param file where it is kept
   */
  SoundJars(Path file, StagingLimits limits) {
    this.file = file;
    this.limits = limits.toString();
  }

  /**
   * Whether the entries need not be read.
   *
   * @param original the jar in the plugins directory
   * @param content of its copy
   */
  synchronized boolean has(Path original, Fingerprint content) {
    return found().contains(content)
        || fingerprints(lines(original.resolveSibling(SUMS))).contains(content);
  }

  /** All entries were read. */
  synchronized void add(Fingerprint content) {
    Set<Fingerprint> all = found();
    if (!all.add(content)) {
      return;
    }
    if (all.size() > MOST) {
      all.remove(all.iterator().next());
    }
    Path written = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(
          written,
          Stream.concat(Stream.of(limits), all.stream().map(Fingerprint::hex)).toList(),
          StandardCharsets.UTF_8);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.debug("{} cannot be written; the next start reads all entries again", file, e);
    }
  }

  private Set<Fingerprint> found() {
    if (found.isEmpty()) {
      List<String> lines = lines(file);
      boolean isOurs = !lines.isEmpty() && lines.get(0).equals(limits);
      found = Optional.of(fingerprints(isOurs ? lines : List.of()));
    }
    return found.get();
  }

  private static Set<Fingerprint> fingerprints(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" ", 2)[0])
        .flatMap(first -> Fingerprint.parse(first).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES
          ? Files.readAllLines(file, StandardCharsets.UTF_8)
          : List.of();
    } catch (IOException e) {
      log.debug("{} cannot be read; all entries are read", file, e);
      return List.of();
    }
  }
}
