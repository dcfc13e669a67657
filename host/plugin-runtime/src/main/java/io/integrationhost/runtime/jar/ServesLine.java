package io.integrationhost.runtime.jar;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code TransportPlugin.serves()} answers, as a line of the manifest: the host knows whom a
 * jar serves without loading a class of it.
 */
public final class ServesLine {

  /** The attribute of the manifest. */
  public static final String NAME = "Plugin-Serves";

  /** An empty value could as well be a placeholder of a build that nothing was put into. */
  private static final String NOBODY = "-";

  private static final Pattern WORD = Pattern.compile("[^\\s,$]+");

  private ServesLine() {}

  /** The value of the attribute; empty when a line cannot say it. */
  public static Optional<String> of(Collection<String> serves) {
    if (serves.isEmpty()) {
      return Optional.of(NOBODY);
    }
    boolean sayable =
        serves.stream().allMatch(each -> WORD.matcher(each).matches() && !each.equals(NOBODY));
    return sayable ? Optional.of(String.join(", ", new TreeSet<>(serves))) : Optional.empty();
  }

  /** What a value says; empty when there is none, or one that says nothing certain. */
  static Optional<Set<String>> parse(String value) {
    if (value.equals(NOBODY)) {
      return Optional.of(Set.of());
    }
    Set<String> words =
        Arrays.stream(value.split(",", -1))
            .map(String::trim)
            .collect(Collectors.toUnmodifiableSet());
    return words.stream().allMatch(each -> WORD.matcher(each).matches())
        ? Optional.of(words)
        : Optional.empty();
  }
}
