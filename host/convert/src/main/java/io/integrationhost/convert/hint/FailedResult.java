package io.integrationhost.convert.hint;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.integrationhost.converter.ConverterException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a message failed, where the failure itself does not say enough. */
final class FailedResult implements Rule {
  private static final Pattern NO_VALUE =
      Pattern.compile("Cannot read propert(y|ies).*(undefined|null)|of (undefined|null)\\b");

  @Override
  public Stream<Hint> look(Subject subject) {
    List<Hint> hints = new ArrayList<>();
    String reason = subject.reason();
    if (reason.isEmpty()) {
      return Stream.empty();
    }
    if (reason.startsWith("Either 'deviceName' or 'assetName'")) {
      hints.add(Hint.warning("no-name", "Found: " + found(subject)));
    }
    if (reason.startsWith("Can't parse value")) {
      subject.objects().stream()
          .flatMap(
              item -> Stream.of("telemetry", "attributes").map(key -> wrong(key, item.get(key))))
          .filter(text -> !text.isEmpty())
          .map(text -> Hint.warning("wrong-kind", text))
          .forEach(hints::add);
    }
    if (reason.contains("JSON") && isOfScript(subject) && !isJson(subject)) {
      hints.add(Hint.warning("no-json", "The payload is no JSON: check how the device sends it."));
    }
    if (NO_VALUE.matcher(reason).find()) {
      hints.add(
          Hint.warning(
              "no-value",
              "What stands before the dot or bracket has no value there: the payload may have"
                  + " another form than the script expects."));
    }
    subject.outcome().failure().map(failure -> failure.kind()).map(FailedResult::limit).stream()
        .flatMap(hint -> hint)
        .forEach(hints::add);
    return hints.stream();
  }

  private static Stream<Hint> limit(Kind kind) {
    return switch (kind) {
      case TIMEOUT ->
          Stream.of(
              Hint.warning(
                  "limit", "Look for a loop that does not end: does its variable change?"));
      case MEMORY ->
          Stream.of(Hint.warning("limit", "Look for a list or text that grows in a loop."));
      case SIZE ->
          Stream.of(
              Hint.warning(
                  "limit",
                  "The limits are settings (section converter); --conf FILE uses those of a"
                      + " host."));
      default -> Stream.empty();
    };
  }

  private static String found(Subject subject) {
    List<String> keys =
        subject.objects().stream().flatMap(item -> item.keySet().stream()).distinct().toList();
    return keys.isEmpty()
        ? "an object without keys. In JavaScript a key whose value is undefined is not there at"
            + " all."
        : String.join(", ", keys)
            + ". In JavaScript a key whose value is undefined is not there at all.";
  }

  private static String wrong(String key, JsonElement value) {
    if (value == null || value.isJsonObject()) {
      return "";
    }
    if (value instanceof JsonPrimitive text && text.isString()) {
      return "'%s' is a text: give the object itself, without JSON.stringify().".formatted(key);
    }
    return key.equals("attributes") && value.isJsonArray()
        ? "'attributes' is a list: it must be one object."
        : "";
  }

  private static boolean isOfScript(Subject subject) {
    return subject.outcome().failure().map(one -> one.kind() == Kind.SCRIPT).orElse(false);
  }

  private static boolean isJson(Subject subject) {
    String text = subject.attempt().message().payload().text().strip();
    return (text.startsWith("{") && text.endsWith("}"))
        || (text.startsWith("[") && text.endsWith("]"));
  }
}
