package io.integrationhost.host.convert.hint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The script reads metadata that this message does not have. */
final class UnknownNames implements Rule {
  private static final Pattern ASSIGNED = Pattern.compile("\\bmetadata\\s*=[^=]");
  private static final Pattern READ =
      Pattern.compile(
          "(?<![\\w.])metadata(?:\\.(\\w+)|\\[\\s*['\"]([^'\"]+)['\"]\\s*\\])(?!\\w|\\s*[(=])");
  private static final Set<String> METHODS =
      Set.of("get", "keySet", "values", "entrySet", "size", "containsKey", "hasOwnProperty", "put");

  @Override
  public Stream<Hint> look(Subject subject) {
    String code = subject.script().code();
    Map<String, String> metadata =
        subject.converter().downlink()
            ? subject.attempt().message().metadata()
            : subject.outcome().metadata();
    if (ASSIGNED.matcher(code).find() || isHidden(subject)) {
      return Stream.empty();
    }
    List<String> missing = new ArrayList<>();
    READ.matcher(subject.script().body())
        .results()
        .filter(match -> code.startsWith("metadata", match.start()))
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .filter(name -> !metadata.containsKey(name) && !METHODS.contains(name))
        .distinct()
        .forEach(missing::add);
    return missing.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Hint.note(
                "no-metadata",
                ("The script reads metadata that is not there: %s. Give it, for"
                        + " example --metadata '{\"%s\": \"...\"}'.")
                    .formatted(String.join(", ", missing), missing.get(0))));
  }

  /** What a dedicated converter adds is not told when the message fails. */
  private static boolean isHidden(Subject subject) {
    return subject.isDedicated() && subject.outcome().failure().isPresent();
  }
}
