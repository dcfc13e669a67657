package io.integrationhost.convert.hint;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The payload is a list of numbers; the script takes it for a text or for parsed JSON. */
final class PayloadAsText implements Rule {
  private static final String CODE = "payload-is-bytes";
  private static final Pattern ASSIGNED = Pattern.compile("\\bpayload\\s*=[^=]");
  private static final Pattern MEMBER = Pattern.compile("(?<![\\w.])payload\\.(\\w+)");
  private static final Pattern PARSED = Pattern.compile("\\bJSON\\.parse\\(\\s*payload\\s*\\)");
  private static final Set<String> TEXT =
      Names.of(
          "split substring substr trim charAt charCodeAt replace match startsWith "
              + "toLowerCase toUpperCase toString indexOf includes");
  private static final Set<String> LIST =
      Names.of(
          "length slice map forEach filter reduce join push pop shift unshift "
              + "splice concat reverse every some find findIndex entries keys values at "
              + "fill sort size get subList add isEmpty constructor lastIndexOf "
              + "reduceRight flat flatMap contains remove");

  @Override
  public Stream<Hint> look(Subject subject) {
    String code = subject.script().code();
    if (subject.converter().downlink() || ASSIGNED.matcher(code).find()) {
      return Stream.empty();
    }
    if (PARSED.matcher(code).find()) {
      return Stream.of(
          Hint.warning(
              CODE,
              "payload is a list of bytes, no text: write %s instead of JSON.parse(payload)."
                  .formatted(json(subject))));
    }
    return MEMBER
        .matcher(code)
        .results()
        .filter(match -> isWrong(match.group(1), subject))
        .map(match -> member(match.group(1), subject))
        .distinct();
  }

  private static boolean isWrong(String member, Subject subject) {
    boolean failed = subject.outcome().failure().isPresent();
    boolean alsoOfLists =
        member.equals("toString") || member.equals("indexOf") || member.equals("includes");
    return !LIST.contains(member) && (!alsoOfLists || failed);
  }

  private static Hint member(String member, Subject subject) {
    return Hint.warning(
        CODE,
        TEXT.contains(member)
            ? "payload is a list of bytes and has no %s(): make a text of it first: var text = %s;"
                .formatted(member, text(subject))
            : ("payload is a list of bytes and has no '%s': for JSON write var data ="
                    + " %s; and data.%s.")
                .formatted(member, json(subject), member));
  }

  private static String text(Subject subject) {
    return subject.isTbel()
        ? "decodeToString(payload)"
        : "String.fromCharCode.apply(String, payload)";
  }

  private static String json(Subject subject) {
    return subject.isTbel() ? "decodeToJson(payload)" : "JSON.parse(" + text(subject) + ")";
  }
}
