package io.integrationhost.admin.exchange;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.host.settings.AdminScope;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that may be answered.
 *
 * @param places what stands in the places of the route's path, without escapes
 */
public record Request(RequestHead head, Caller caller, Map<String, String> places, byte[] body) {

  /** The longest that an action is waited for. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final int MOST = 500;
  private static final int USUAL = 100;
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  public Request {
    places = Map.copyOf(places);
  }

  /** What stands in one place of the path. */
  public String place(String name) {
    return places.get(name);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(head.query().get(name)).filter(text -> !text.isEmpty());
  }

  public boolean may(AdminScope scope) {
    return caller.may(scope);
  }

  public boolean flag(String name) {
    return parameter(name)
        .map(
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw bad(name, "must be true or false");
              }
              return text.equals("true");
            })
        .orElse(false);
  }

  /** How many a page may have. */
  public int limit() {
    return number("limit", 1, MOST, USUAL);
  }

  public int number(String name, int min, int max, int usual) {
    return parameter(name)
        .map(
            text -> {
              if (!text.matches("\\d{1,9}")) {
                throw bad(name, "must be a whole number from " + min + " to " + max);
              }
              int number = Integer.parseInt(text);
              if (number < min || number > max) {
                throw bad(name, "must be from " + min + " to " + max);
              }
              return number;
            })
        .orElse(usual);
  }

  public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return parameter(name).map(text -> choice(name, text, type));
  }

  /** One of an enum, as the API writes it. */
  public static <E extends Enum<E>> E choice(String pointer, String text, Class<E> type) {
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(text)) {
        return each;
      }
    }
    throw bad(pointer, "must be one of " + Set.of(type.getEnumConstants()));
  }

  /** How long the end of an action is waited for. */
  public Duration patience() {
    return parameter("wait").map(text -> time("wait", text, LONGEST_WAIT)).orElse(Duration.ZERO);
  }

  /** A length of time such as {@code 10s}. */
  public static Duration time(String pointer, String text, Duration most) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw bad(pointer, "must be a time such as 500ms, 10s, 15m or 2h");
    }
    long number = Long.parseLong(parts.group(1));
    Duration time =
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (time.compareTo(most) > 0) {
      throw bad(pointer, "must be at most " + most.toSeconds() + "s");
    }
    return time;
  }

  /**
   * The body as a JSON object.
   *
   * @param known the keys that it may have
   */
  public JsonObject json(Set<String> known) {
    JsonElement element;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      refuseDepth(text);
      element = JsonParser.parseString(text);
    } catch (CharacterCodingException e) {
      throw bad("", "the body is not UTF-8");
    } catch (JsonParseException | NumberFormatException e) {
      throw bad("", "the body is not JSON");
    }
    if (!(element instanceof JsonObject object)) {
      throw bad("", "the body must be a JSON object");
    }
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        throw bad("/" + shown(key), "is not known here; known: " + String.join(", ", known));
      }
    }
    return object;
  }

  private static String shown(String key) {
    return key.length() > 100 ? key.substring(0, 100) + "..." : key;
  }

  /** A parser that goes as deep as the text does would overflow its stack. */
  private static void refuseDepth(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
        if (depth > 100) {
          throw bad("", "the body is nested more than 100 deep");
        }
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
  }

  /** A text of an object; absent when it is missing or null. */
  public static Optional<String> text(JsonObject object, String key) {
    JsonElement element = object.get(key);
    if (element == null || element.isJsonNull()) {
      return Optional.empty();
    }
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
      throw bad("/" + key, "must be a text");
    }
    return Optional.of(element.getAsString());
  }

  public static boolean flag(JsonObject object, String key) {
    JsonElement element = object.get(key);
    if (element == null || element.isJsonNull()) {
      return false;
    }
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
      throw bad("/" + key, "must be true or false");
    }
    return element.getAsBoolean();
  }

  /** A text that must be there. */
  public static String required(JsonObject object, String key) {
    return text(object, key).orElseThrow(() -> bad("/" + key, "is missing"));
  }

  /** What is wrong with one place of a request. */
  public static ProblemException bad(String pointer, String detail) {
    return new ProblemException(
            ProblemType.BAD_REQUEST,
            (pointer.isEmpty() ? "" : pointer.replaceFirst("^/", "") + ": ")
                + detail
                + "; see /api/v1/openapi.yaml")
        .at(pointer, detail);
  }

  /** Without the body. */
  @Override
  public String toString() {
    return head.toString();
  }
}
