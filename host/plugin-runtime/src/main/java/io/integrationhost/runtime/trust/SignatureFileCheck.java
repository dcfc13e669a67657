package io.integrationhost.runtime.trust;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * What Java's verification leaves open: whether the main attributes of the manifest are signed (a
 * plugin's id and version stand there), whether a signed entry was taken away, and whether entries
 * of two signed jars were mixed in one.
 */
final class SignatureFileCheck {

  /** Java passes over digests that are too weak, as if the main attributes were not signed. */
  private static final Pattern MAIN_ATTRIBUTES =
      Pattern.compile("(?i)SHA-?(?:256|384|512)-Digest-Manifest-Main-Attributes");

  private static final Pattern DIGEST = Pattern.compile("(?i).+-Digest(?:-.+)?");

  private final JarFile jar;
  private final SignatureFiles files;

  SignatureFileCheck(JarFile jar, SignatureFiles files) {
    this.jar = jar;
    this.files = files;
  }

  /** What is wrong. */
  Optional<String> flaw(Collection<JarEntry> entries, Set<String> toBeCovered) throws IOException {
    Manifest manifest = jar.getManifest();
    for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
      if (hasDigest(section.getValue()) && jar.getEntry(section.getKey()) == null) {
        return Optional.of("entry '" + section.getKey() + "' was removed after it was signed");
      }
    }
    for (JarEntry entry : entries) {
      if (files.isFile(entry.getName())) {
        Optional<String> flaw = flaw(entry, manifest.getEntries().keySet(), toBeCovered);
        if (flaw.isPresent()) {
          return flaw;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasDigest(Attributes section) {
    return section.keySet().stream().anyMatch(key -> DIGEST.matcher(key.toString()).matches());
  }

  private Optional<String> flaw(
      JarEntry file, Set<String> sectionsOfManifest, Set<String> toBeCovered) throws IOException {
    Manifest signed;
    try (InputStream in = jar.getInputStream(file)) {
      signed = new Manifest(in);
    }
    if (signed.getMainAttributes().keySet().stream()
        .noneMatch(key -> MAIN_ATTRIBUTES.matcher(key.toString()).matches())) {
      return Optional.of(
          file.getName() + " does not cover the manifest's main attributes with SHA-256 or better");
    }
    return firstMissing(signed, toBeCovered)
        .or(() -> firstMissing(signed, sectionsOfManifest))
        .map(name -> file.getName() + " does not cover '" + name + "'");
  }

  private static Optional<String> firstMissing(Manifest signed, Set<String> names) {
    return names.stream()
        .filter(name -> !signed.getEntries().containsKey(name))
        .sorted()
        .findFirst();
  }
}
