package io.integrationhost.convert.hint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.integrationhost.convert.Returns;
import io.integrationhost.converter.ConverterException.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The script returned nothing that could be sent. */
final class NothingReturned implements Rule {
  private static final String CODE = "nothing-returned";
  private static final Pattern FUNCTION = Pattern.compile("\\bfunction\\s+(\\w+)");

  @Override
  public Stream<Hint> look(Subject subject) {
    if (subject.isTbel() && subject.reason().startsWith("The script returned null")) {
      return Stream.of(Hint.warning(CODE, cause(subject)));
    }
    if (subject.isTbel() && subject.reason().contains("PrototypalFunctionInstance")) {
      return Stream.of(
          Hint.warning(
              CODE, "The script makes a function and does not call it. " + cause(subject)));
    }
    if (isCompileFailure(subject) && !subject.isTbel()) {
      return alone(Returns.of(subject.script()));
    }
    if (!subject.outcome().isNothing()) {
      return Stream.empty();
    }
    if (subject.outcome().output().isEmpty()) {
      return Stream.of(
          Hint.warning(
              CODE, "The script returned nothing (undefined): nothing is sent. " + cause(subject)));
    }
    return subject.result().stream().map(result -> unusable(result, subject));
  }

  private static Hint unusable(JsonElement result, Subject subject) {
    if (result.isJsonNull()) {
      return Hint.warning(
          CODE, "The script returned null: nothing is sent. Return an object to send something.");
    }
    if (result instanceof JsonArray) {
      return Hint.note(CODE, "The script returned an empty list: nothing is sent.");
    }
    boolean text = result.getAsJsonPrimitive().isString();
    if (text && looksLikeJson(result.getAsString())) {
      return Hint.warning(
          "result-is-text",
          "The script returned JSON as a text: nothing is sent. Return the object itself, without"
              + " JSON.stringify().");
    }
    return Hint.warning(
        CODE,
        "The script returned %s instead of an object: nothing is sent."
            .formatted(text ? "a text" : subject.outcome().output().orElse("a value")));
  }

  private static boolean looksLikeJson(String text) {
    return text.strip().startsWith("{") || text.strip().startsWith("[");
  }

  private static boolean isCompileFailure(Subject subject) {
    return subject.outcome().failure().map(one -> one.kind() == Kind.COMPILE).orElse(false);
  }

  private static Stream<Hint> alone(Returns returns) {
    return returns.alone().stream().limit(1).map(line -> Hint.warning(CODE, alone(line)));
  }

  private static String alone(int line) {
    return ("In line %d 'return' stands alone: JavaScript ends the statement there. Put the value,"
            + " or its opening brace, on the same line.")
        .formatted(line);
  }

  private static String cause(Subject subject) {
    Returns returns = Returns.of(subject.script());
    if (!returns.alone().isEmpty() && !subject.isTbel()) {
      return alone(returns.alone().get(0));
    }
    if (!returns.own().isEmpty()) {
      return "The 'return' in line %d was not reached, or had no value."
          .formatted(returns.own().get(0));
    }
    if (!returns.inner().isEmpty()) {
      return onlyInner(subject, returns.inner().get(0));
    }
    return "There is no 'return' in the script: end it with 'return result;', or what your object"
        + " is called.";
  }

  private static String onlyInner(Subject subject, int line) {
    Matcher function = FUNCTION.matcher(subject.script().code());
    return ("The only 'return' (line %d) belongs to a function inside the script; ThingsBoard runs"
                + " the script itself. ")
            .formatted(line)
        + (function.find()
            ? "End it with 'return %s(payload, metadata);', or what the function needs."
                .formatted(function.group(1))
            : "End it with 'return result;'.");
  }
}
