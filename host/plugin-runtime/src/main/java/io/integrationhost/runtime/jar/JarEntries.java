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

/** The entries of a staged jar, read within limits. */
final class JarEntries {

  private static final Pattern ESCAPES =
      Pattern.compile("^/.*|^[A-Za-z]:.*|.*\\\\.*|(.*/)?\\.\\.(/.*)?", Pattern.DOTALL);

  private final JarFile jar;
  private final StagingLimits limits;

  JarEntries(JarFile jar, StagingLimits limits) {
    this.jar = jar;
    this.limits = limits;
  }

  /** Reads every entry once, so that damage and bombs are found now and not at the first use. */
  void check() throws IOException, JarProblem {
    if (jar.size() > limits.entries()) {
      throw new JarProblem(
          "holds " + jar.size() + " entries (allowed: " + limits.entries() + ")",
          "remove what a plugin does not need");
    }
    long unpacked = 0;
    for (JarEntry entry : all()) {
      if (ESCAPES.matcher(entry.getName()).matches()) {
        throw new JarProblem(
            "holds the entry '" + entry.getName() + "', which points outside of the jar",
            "rebuild it with a tool that writes plain relative names");
      }
      unpacked += read(entry, limits.unpackedBytes() - unpacked);
    }
  }

  private long read(JarEntry entry, long limit) throws IOException, JarProblem {
    // The JDK checks the checksum of an entry only when it reads a zip as a stream.
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), checksum)) {
      long size = new Bounded(in, limit, "its content").transferTo(OutputStream.nullOutputStream());
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
    JarEntry entry = jar.getJarEntry(name);
    if (entry == null || entry.isDirectory()) {
      return Optional.empty();
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return Optional.of(new Bounded(in, limits.textBytes(), name).readAll());
    }
  }

  InputStream open(JarEntry entry) throws IOException {
    return jar.getInputStream(entry);
  }
}
