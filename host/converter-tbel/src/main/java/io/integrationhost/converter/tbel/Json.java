package io.integrationhost.converter.tbel;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.mvel2.ExecutionContext;

/** JSON as scripts know it: {@code JSON.parse}, {@code JSON.stringify} and {@code decodeToJson}. */
public final class Json {
  private Json() {}

  /**
   * The first value of the text as the language's own maps and lists, without the nulls of maps.
   *
   * @param text null gives null
   */
  public static Object parse(ExecutionContext context, String text) throws IOException {
    return text == null ? null : new JsonReading(context).read(text);
  }

  /** Compact; bytes as Base64. */
  public static String stringify(ExecutionContext context, Object value) {
    LimitedText text = LimitedText.ofScript(context);
    try {
      JsonWriting.withBase64(text).write(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The given Json object value cannot be transformed to a String: "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  public static Object decodeToJson(ExecutionContext context, String text) throws IOException {
    return parse(context, text);
  }

  public static Object decodeToJson(ExecutionContext context, List<?> bytes) throws IOException {
    return parse(context, TextBytes.bytesToString(bytes));
  }
}
