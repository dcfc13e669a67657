package io.integrationhost.converter.tbel;

import java.util.Set;
import java.util.TreeSet;
import org.mvel2.SandboxedClassLoader;

/**
 * Which classes a script reaches by their full name. The language would allow nearly all of {@code
 * java.util}, and with it files ({@code Formatter}, {@code zip.ZipFile}, {@code
 * logging.FileHandler}), threads ({@code Timer}) and endless streams: here only what is named.
 */
final class AllowedClasses extends SandboxedClassLoader {
  private static final String PACKAGE = "java.util";

  private static final Set<String> NAMES =
      Set.of(
          "ArrayDeque",
          "ArrayList",
          "Arrays",
          "Base64",
          "Base64$Decoder",
          "Base64$Encoder",
          "Calendar",
          "Collection",
          "Collections",
          "Comparator",
          "Currency",
          "Date",
          "Deque",
          "GregorianCalendar",
          "HashMap",
          "HashSet",
          "HexFormat",
          "Iterator",
          "LinkedHashMap",
          "LinkedHashSet",
          "LinkedList",
          "List",
          "Locale",
          "Map",
          "Map$Entry",
          "NavigableMap",
          "NavigableSet",
          "Objects",
          "Optional",
          "PriorityQueue",
          "Queue",
          "Random",
          "Set",
          "SortedMap",
          "SortedSet",
          "StringTokenizer",
          "TimeZone",
          "TreeMap",
          "TreeSet",
          "UUID",
          "regex.MatchResult",
          "regex.Matcher",
          "regex.Pattern",
          "zip.Adler32",
          "zip.CRC32",
          "zip.CRC32C",
          "zip.Checksum");

  /** Full names, sorted; for the documentation. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    NAMES.forEach(name -> names.add(PACKAGE + "." + name));
    return names;
  }

  @Override
  public Class<?> loadClass(String name) throws ClassNotFoundException {
    if (name.startsWith(PACKAGE) && !isNamed(name)) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name);
  }

  private static boolean isNamed(String name) {
    return name.length() > PACKAGE.length() && NAMES.contains(name.substring(PACKAGE.length() + 1));
  }
}
