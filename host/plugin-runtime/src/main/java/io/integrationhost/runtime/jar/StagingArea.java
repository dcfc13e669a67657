package io.integrationhost.runtime.jar;

import io.integrationhost.runtime.trust.Admission;
import io.integrationhost.runtime.trust.AllowList;
import io.integrationhost.runtime.trust.Fingerprint;
import io.integrationhost.runtime.trust.Signatures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
   * @param workDirectory the area owns its child {@code staged}, which only the host's user may
   *     enter, and the file {@code sound-jars}, and touches nothing else
   * @param allow decides over the copies, so that what is checked is what is loaded
   */
  public StagingArea(Path workDirectory, ApiCompatibility compatibility, AllowList allow) {
    this(workDirectory, compatibility, allow, StagingLimits.DEFAULT);
  }

  StagingArea(
      Path workDirectory, ApiCompatibility compatibility, AllowList allow, StagingLimits limits) {
    this.root = workDirectory.resolve("staged");
    this.limits = limits;
    this.inspection =
        new JarInspection(
            new DescriptorReader(compatibility),
            limits,
            new Admission(allow),
            new SoundJars(workDirectory.resolve("sound-jars"), limits));
  }

  /**
   * Removes what an earlier run left and creates the area, for the host's user only.
   *
   * @throws UncheckedIOException when the area cannot be created
   */
  public void prepare() {
    delete(root);
    try {
      OwnerOnly.directory(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the staging area for plugins " + root, e);
    }
  }

  /** Copies a jar, unpacks its libraries and verifies it; leaves nothing behind on a problem. */
  public StagedPlugin stage(Path original) throws JarProblem {
    Path directory = next(original);
    try {
      return inspection.inspect(original, directory, copy(original, directory));
    } catch (JarProblem e) {
      delete(directory);
      throw e;
    }
  }

  /** Looks at a jar as {@link #stage} does, and keeps nothing of it. */
  public Examination examine(Path original) {
    Path directory = next(original);
    try {
      Path copy = copy(original, directory);
      return examine(original, directory, copy);
    } catch (JarProblem e) {
      return Examination.unread(e);
    } catch (IOException e) {
      return Examination.unread(unreadable(e));
    } finally {
      delete(directory);
    }
  }

  private Examination examine(Path original, Path directory, Path copy) throws IOException {
    Fingerprint sha256 = Fingerprint.of(copy);
    Optional<Signatures> signatures = inspection.signatures(copy);
    try {
      return Examination.taken(sha256, signatures, inspection.inspect(original, directory, copy));
    } catch (JarProblem e) {
      return Examination.refused(sha256, signatures, e);
    }
  }

  private Path next(Path original) {
    return root.resolve(
        generation.incrementAndGet() + "-" + safe(original.getFileName().toString()));
  }

  private static JarProblem unreadable(IOException problem) {
    return problem instanceof NoSuchFileException
        ? new JarProblem("disappeared while it was read", "copy the jar there again")
        : new JarProblem(
            "cannot be copied to the staging area (" + problem + ")",
            "check the file's permissions and the free space of the work directory");
  }

  private Path copy(Path original, Path directory) throws JarProblem {
    if (Files.isSymbolicLink(original) && !Files.exists(original)) {
      throw new JarProblem(
          "is a symbolic link that leads to no file that can be read",
          "let it point to the jar, or put the jar itself here");
    }
    // Not a pipe or a device, which would be read for ever; a link to a file is fine.
    if (Files.exists(original) && !Files.isRegularFile(original)) {
      throw new JarProblem("is not a file", "put plugin jars, not directories, here");
    }
    Path copy = directory.resolve("plugin.jar");
    try {
      OwnerOnly.directory(directory);
      try (InputStream in = Files.newInputStream(original);
          OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
        if (new Bounded(in, new Budget(limits.jarBytes(), "the jar")).transferTo(out) == 0) {
          throw new JarProblem("is empty (0 bytes)", "copy the jar there again, completely");
        }
      }
      return copy;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static String safe(String fileName) {
    String text = fileName.replaceAll("[^A-Za-z0-9._-]", "_");
    return text.substring(0, Math.min(text.length(), 80));
  }

  /** Removes a directory of this area; what cannot be removed is left for the next start. */
  public void delete(Path directory) {
    if (!directory.startsWith(root) || !Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
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
