package io.integrationhost.convert.hint;

import io.integrationhost.converter.dedicated.Platform;
import io.integrationhost.converter.dedicated.UnwrapException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The script reads metadata that this message does not have. */
final class UnknownNames implements Rule {
  private static final String CODE = "no-metadata";
  private static final Pattern ASSIGNED = Pattern.compile("\\bmetadata\\s*=[^=]");
  private static final Pattern READ =
      Pattern.compile(
          "(?<![\\w.])metadata(?:\\.(\\w+)|\\[\\s*['\"]([^'\"]+)['\"]\\s*\\])(?!\\w|\\s*[(=])");
  private static final Set<String> METHODS =
      Set.of("get", "keySet", "values", "entrySet", "size", "containsKey", "hasOwnProperty", "put");

  @Override
  public Stream<Hint> look(Subject subject) {
    String code = subject.script().code();
    if (ASSIGNED.matcher(code).find()) {
      return Stream.empty();
    }
    Set<String> metadata = known(subject);
    List<String> missing = new ArrayList<>();
    READ.matcher(subject.script().body())
        .results()
        .filter(match -> code.startsWith("metadata", match.start()))
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .filter(name -> !metadata.contains(name) && !METHODS.contains(name))
        .distinct()
        .forEach(missing::add);
    if (!missing.isEmpty() && subject.isDedicated()) {
      String text =
          "The script reads metadata that this message does not have: %s. It has: %s."
              .formatted(String.join(", ", missing), String.join(", ", new TreeSet<>(metadata)));
      return Stream.of(
          subject.outcome().failure().isPresent()
              ? Hint.warning(CODE, text)
              : Hint.note(CODE, text));
    }
    return missing.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Hint.note(
                CODE,
                ("The script reads metadata that is not there: %s. Give it, for"
                        + " example --metadata '{\"%s\": \"...\"}'.")
                    .formatted(String.join(", ", missing), missing.get(0))));
  }

  private static Set<String> known(Subject subject) {
    if (subject.converter().downlink()) {
      return subject.attempt().message().metadata().keySet();
    }
    Set<String> names = new HashSet<>(subject.outcome().metadata().keySet());
    if (subject.outcome().failure().isPresent()) {
      subject
          .converter()
          .definition()
          .integrationType()
          .flatMap(Platform::of)
          .ifPresent(platform -> names.addAll(unwrapped(platform, subject)));
    }
    return names;
  }

  /** What a dedicated converter adds is not told when the message fails. */
  private static Set<String> unwrapped(Platform platform, Subject subject) {
    try {
      return platform.unwrap(subject.bytes(), 0).metadata().keySet();
    } catch (UnwrapException e) {
      return Set.of();
    }
  }
}
