package io.integrationhost.runtime.trust;

import io.integrationhost.runtime.trust.Signatures.Coverage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Reads the signatures of one jar, with Java's own verification: every entry is read to its end,
 * since only then it is known who signed it. The sizes of the jar must have been checked before.
 */
final class SignatureReader {

  private final JarFile jar;
  private final List<JarEntry> all;
  private final SignatureFiles files;
  private final List<JarEntry> toBeCovered;
  private final Map<Fingerprint, JarSigner> signers = new LinkedHashMap<>();
  private final Map<Fingerprint, Integer> covered = new LinkedHashMap<>();
  private final Set<String> uncovered = new TreeSet<>();

  private SignatureReader(JarFile jar) {
    this.jar = jar;
    this.all = Collections.list(jar.entries());
    this.files = new SignatureFiles(all.stream().map(JarEntry::getName).toList());
    this.toBeCovered =
        all.stream()
            .filter(entry -> !entry.isDirectory() && !files.contains(entry.getName()))
            .toList();
  }

  /**
   * Reads the signatures.
   *
   * @throws IOException when the file is no readable jar
   */
  static Signatures read(Path jar) throws IOException {
    try (JarFile open = new JarFile(jar.toFile(), true)) {
      return new SignatureReader(open).read();
    }
  }

  private Signatures read() throws IOException {
    if (files.isEmpty()) {
      return new Signatures(toBeCovered.size(), List.of(), Optional.empty());
    }
    try {
      for (JarEntry entry : toBeCovered) {
        note(entry);
      }
      return result();
    } catch (SecurityException e) {
      return Signatures.flawed(
          toBeCovered.size(), "the jar was changed after it was signed (" + e.getMessage() + ")");
    }
  }

  private void note(JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    CodeSigner[] own = entry.getCodeSigners();
    if (own == null || own.length == 0) {
      uncovered.add(entry.getName());
      return;
    }
    Set<Fingerprint> once = new HashSet<>();
    for (CodeSigner each : own) {
      JarSigner signer = JarSigner.of(each);
      signers.putIfAbsent(signer.certificate(), signer);
      if (once.add(signer.certificate())) {
        covered.merge(signer.certificate(), 1, Integer::sum);
      }
    }
  }

  private Signatures result() throws IOException {
    List<Coverage> coverage = new ArrayList<>();
    signers.forEach((key, signer) -> coverage.add(new Coverage(signer, covered.get(key))));
    return new Signatures(toBeCovered.size(), coverage, flaw());
  }

  private Optional<String> flaw() throws IOException {
    if (signers.isEmpty()) {
      return Optional.of(
          "Java does not accept the signature of "
              + String.join(", ", files.stems())
              + ": it is damaged, or made with an algorithm or key that is too weak");
    }
    if (!uncovered.isEmpty()) {
      return Optional.of(
          "no signature covers '"
              + uncovered.iterator().next()
              + "' ("
              + uncovered.size()
              + " of "
              + toBeCovered.size()
              + " entries are not covered)");
    }
    Set<String> names = new HashSet<>();
    toBeCovered.forEach(entry -> names.add(entry.getName()));
    return new SignatureFileCheck(jar, files).flaw(all, names);
  }
}
