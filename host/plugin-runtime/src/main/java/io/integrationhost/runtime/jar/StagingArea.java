package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which copies of plugin jars live while the host runs. Only copies are ever
 * opened: a jar in the plugins directory can be replaced or deleted at any time, also on Windows.
 */
public final class StagingArea {

  private static final Logger LOG = LoggerFactory.getLogger(StagingArea.class);

  private final Path root;
  private final StagingLimits limits;
  private final JarInspection inspection;
  private final AtomicInteger generation = new AtomicInteger();

  /**
   * A staging area below a work directory.
   *
   * @param workDirectory the area owns its child {@code staged} and touches nothing else
   */
  public StagingArea(Path workDirectory, ApiCompatibility compatibility) {
    this(workDirectory, compatibility, StagingLimits.DEFAULT);
  }

  StagingArea(Path workDirectory, ApiCompatibility compatibility, StagingLimits limits) {
    this.root = workDirectory.resolve("staged");
    this.limits = limits;
    this.inspection = new JarInspection(new DescriptorReader(compatibility), limits);
  }

  /**
   * Removes what an earlier run left and creates the area.
   *
   * @throws UncheckedIOException when the area cannot be created
   */
  public void prepare() {
    delete(root);
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the staging area for plugins " + root, e);
    }
  }

  /** Copies a jar, unpacks its libraries and verifies it; leaves nothing behind on a problem. */
  public StagedPlugin stage(Path original) throws JarProblem {
    String fileName = original.getFileName().toString();
    Path directory = root.resolve(generation.incrementAndGet() + "-" + safe(fileName));
    try {
      Files.createDirectories(directory);
      Path copy = directory.resolve("plugin.jar");
      copy(original, copy);
      return inspection.inspect(original, directory, copy);
    } catch (JarProblem e) {
      delete(directory);
      throw e;
    } catch (IOException e) {
      delete(directory);
      throw unreadable(e);
    }
  }

  private static JarProblem unreadable(IOException problem) {
    return problem instanceof NoSuchFileException
        ? new JarProblem("disappeared while it was read", "copy the jar there again")
        : new JarProblem(
            "cannot be copied to the staging area (" + problem + ")",
            "check the file's permissions and the free space of the work directory");
  }

  private void copy(Path original, Path copy) throws IOException, JarProblem {
    if (Files.isDirectory(original)) {
      throw new JarProblem("is not a file", "put plugin jars, not directories, here");
    }
    try (InputStream in = Files.newInputStream(original);
        OutputStream out = Files.newOutputStream(copy)) {
      Bounded bounded = new Bounded(in, limits.jarBytes(), "the jar");
      if (bounded.transferTo(out) == 0) {
        throw new JarProblem("is empty (0 bytes)", "copy the jar there again, completely");
      }
    }
  }

  private static String safe(String fileName) {
    String text = fileName.replaceAll("[^A-Za-z0-9._-]", "_");
    return text.substring(0, Math.min(text.length(), 80));
  }

  /** Removes a directory of this area; what cannot be removed is left for the next start. */
  public void delete(Path directory) {
    if (!directory.startsWith(root) || !Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(directory)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot list the staged plugin {}: {}", directory, e.toString());
      return;
    }
    for (Path path : deepestFirst) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.warn("Cannot delete {} of the staging area: {}", path, e.toString());
      }
    }
  }
}
