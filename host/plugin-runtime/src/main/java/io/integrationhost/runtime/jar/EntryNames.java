package io.integrationhost.runtime.jar;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.regex.Pattern;

/** The names of a jar's entries: relative, plain, and each once. */
final class EntryNames {

  private static final String META_INF = "META-INF/";
  private static final Pattern ESCAPES =
      Pattern.compile("^/.*|^[A-Za-z]:.*|.*\\\\.*|(.*/)?\\.\\.(/.*)?", Pattern.DOTALL);

  private final List<JarEntry> entries;

  EntryNames(List<JarEntry> entries) {
    this.entries = entries;
  }

  void check() throws JarProblem {
    Set<String> seen = new HashSet<>();
    for (JarEntry entry : entries) {
      String name = entry.getName();
      if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
        throw new JarProblem(
            "holds an entry with an empty name or a control character in it ('" + name + "')",
            "rebuild it with a tool that writes plain names");
      }
      if (ESCAPES.matcher(name).matches()) {
        throw new JarProblem(
            "holds the entry '" + name + "', which points outside of the jar",
            "rebuild it with a tool that writes plain relative names");
      }
      // Build tools repeat folders; what a name of a file means must not depend on the reader.
      if (!entry.isDirectory() && !seen.add(asLookedUp(name))) {
        throw new JarProblem(
            "holds the entry '" + name + "' twice", "rebuild it with each entry once");
      }
    }
  }

  /** Java finds manifest and signatures without regard to the case of letters. */
  private static String asLookedUp(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean own = upper.startsWith(META_INF) && upper.indexOf('/', META_INF.length()) < 0;
    return own ? upper : name;
  }
}
