package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/** The entries of a staged jar, or of one of its libraries, read within limits. */
final class JarEntries {

  /** What Java reads into memory as a whole. */
  private static final Pattern KEPT_IN_MEMORY =
      Pattern.compile(
          "META-INF/(?:MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(?:SF|RSA|DSA|EC))",
          Pattern.CASE_INSENSITIVE);

  private final JarFile jar;
  private final StagingLimits limits;

  JarEntries(JarFile jar, StagingLimits limits) {
    this.jar = jar;
    this.limits = limits;
  }

  static JarProblem tooMany(int entries, StagingLimits limits) {
    return new JarProblem(
        "holds " + entries + " entries (allowed: " + limits.entries() + ")",
        "remove what a plugin does not need");
  }

  /**
   * Reads every entry once, so that damage and bombs are found now and not at the first use.
   *
   * @param content what all entries together may hold
   */
  void check(Budget content) throws IOException, JarProblem {
    // The count at the end of the file was only a claim.
    if (jar.size() > limits.entries()) {
      throw tooMany(jar.size(), limits);
    }
    for (JarEntry entry : all()) {
      Budget[] budgets = {content};
      if (KEPT_IN_MEMORY.matcher(entry.getName()).matches()) {
        budgets = new Budget[] {content, new Budget(limits.manifestBytes(), entry.getName())};
      }
      if (read(entry, budgets) > 0 && entry.isDirectory()) {
        throw new JarProblem(
            "holds the folder '" + entry.getName() + "' with content",
            "rebuild it with a tool that writes plain entries");
      }
    }
  }

  private long read(JarEntry entry, Budget... budgets) throws IOException, JarProblem {
    // The JDK checks the checksum of an entry only when it reads a zip as a stream.
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), checksum)) {
      long size = new Bounded(in, budgets).transferTo(OutputStream.nullOutputStream());
      if (entry.getCrc() != -1 && entry.getCrc() != checksum.getValue()) {
        throw new ZipException("entry " + entry.getName() + " is damaged");
      }
      return size;
    }
  }

  List<JarEntry> all() {
    return Collections.list(jar.entries());
  }

  /** The bytes of a small entry at exactly this name; empty when there is none. */
  Optional<byte[]> text(String name) throws IOException, JarProblem {
    return read(name, limits.textBytes());
  }

  /** The index of packages, which may be longer than other texts. */
  Optional<byte[]> index() throws IOException, JarProblem {
    return read("META-INF/INDEX.LIST", limits.manifestBytes());
  }

  private Optional<byte[]> read(String name, int limit) throws IOException, JarProblem {
    JarEntry entry = jar.getJarEntry(name);
    if (entry == null || entry.isDirectory()) {
      return Optional.empty();
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return Optional.of(new Bounded(in, new Budget(limit, name)).readAll());
    }
  }

  InputStream open(JarEntry entry) throws IOException {
    return jar.getInputStream(entry);
  }
}
