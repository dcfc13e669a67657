package io.integrationhost.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds changes of a plugins directory by looking again and again. A change counts when two looks
 * agree, so that a file is not taken while it is being copied, and not given up while it is being
 * replaced.
 */
final class DirectoryLooks {

  /** What tells whether a file was written; never its content, which would take long to read. */
  private record Mark(long size, FileTime modified, Object key, boolean readable) {}

  private final PluginDirectory directory;
  private Map<Path, Mark> taken = Map.of();
  private Map<Path, Mark> former = Map.of();

  DirectoryLooks(PluginDirectory directory) {
    this.directory = directory;
  }

  PluginDirectory directory() {
    return directory;
  }

  /** The first look: what is there is taken as it is. */
  DirectoryChanges first() throws IOException {
    former = marks();
    taken = former;
    return new DirectoryChanges(List.copyOf(taken.keySet()), List.of());
  }

  /**
   * What has changed and is at rest.
   *
   * @throws IOException when the directory cannot be read; then nothing counts as removed
   */
  DirectoryChanges next() throws IOException {
    Map<Path, Mark> now = marks();
    List<Path> written = new ArrayList<>();
    List<Path> removed = new ArrayList<>();
    TreeSet<Path> paths = new TreeSet<>(taken.keySet());
    paths.addAll(now.keySet());
    Map<Path, Mark> next = new TreeMap<>(taken);
    for (Path path : paths) {
      Mark mark = now.get(path);
      if (!Objects.equals(mark, taken.get(path)) && Objects.equals(mark, former.get(path))) {
        if (mark == null) {
          removed.add(path);
          next.remove(path);
        } else {
          written.add(path);
          next.put(path, mark);
        }
      }
    }
    taken = next;
    former = now;
    return new DirectoryChanges(written, removed);
  }

  /** Takes files for new at the next look, whatever they were at this one. */
  void again(Collection<Path> files) {
    Map<Path, Mark> rest = new TreeMap<>(taken);
    rest.keySet().removeAll(files);
    taken = rest;
  }

  private Map<Path, Mark> marks() throws IOException {
    Map<Path, Mark> marks = new TreeMap<>();
    for (Path jar : directory.jars()) {
      mark(jar).ifPresent(mark -> marks.put(jar, mark));
    }
    return marks;
  }

  /** Never fails: one file that cannot be looked at says nothing about the others. */
  private static Optional<Mark> mark(Path jar) {
    try {
      BasicFileAttributes read = Files.readAttributes(jar, BasicFileAttributes.class);
      return Optional.of(
          new Mark(read.size(), read.lastModifiedTime(), read.fileKey(), Files.isReadable(jar)));
    } catch (IOException e) {
      // Deleted between listing and looking; or a link to nothing or to itself, which is told.
      boolean gone = e instanceof NoSuchFileException && !Files.isSymbolicLink(jar);
      return gone
          ? Optional.empty()
          : Optional.of(new Mark(-1, FileTime.fromMillis(0), e.getClass(), false));
    }
  }
}
