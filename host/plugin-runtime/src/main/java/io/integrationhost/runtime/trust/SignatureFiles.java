package io.integrationhost.runtime.trust;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which entries of a jar are its signatures: the manifest, and pairs of a signature file and its
 * block, all directly in {@code META-INF/}. No signature can cover these; everything else must be
 * covered.
 */
final class SignatureFiles {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final Pattern FILE = Pattern.compile("(META-INF/[^/]+)\\.SF");
  private static final Pattern BLOCK = Pattern.compile("(META-INF/[^/]+)\\.(?:RSA|DSA|EC)");

  private final Set<String> paired;

  SignatureFiles(List<String> names) {
    paired = stems(FILE, names);
    paired.retainAll(stems(BLOCK, names));
  }

  private static Set<String> stems(Pattern pattern, List<String> names) {
    Set<String> stems = new HashSet<>();
    for (String name : names) {
      stem(pattern, name).ifPresent(stems::add);
    }
    return stems;
  }

  private static Optional<String> stem(Pattern pattern, String name) {
    // Java, too, looks for signatures without regard to the case of letters.
    Matcher matcher = pattern.matcher(name.toUpperCase(Locale.ROOT));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether there is anything that could be a signature. */
  boolean isEmpty() {
    return paired.isEmpty();
  }

  /** The signatures by the names of their files, without ending. */
  Set<String> stems() {
    return new TreeSet<>(paired);
  }

  boolean contains(String name) {
    return name.equalsIgnoreCase(MANIFEST)
        || isFile(name)
        || stem(BLOCK, name).filter(paired::contains).isPresent();
  }

  /** Whether an entry holds the digests that are signed. */
  boolean isFile(String name) {
    return stem(FILE, name).filter(paired::contains).isPresent();
  }
}
