package io.integrationhost.converter.tbel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A short cut for what nearly all scripts return: values that give the same tree as {@link
 * JsonWriting} and a reading of its text would, made without a text. For one value.
 */
public final class PlainTree {
  private static final int MAX_DEPTH = 20;

  /** Above it a fraction and its text are different whole numbers. */
  private static final double MAX_FRACTION = 1L << 53;

  /** No character takes more in JSON. */
  private static final int LONGEST_ESCAPE = 6;

  private static final int LONGEST_NUMBER = 26;

  private long room;

  /**
   * @param maxText how many characters the value's text may have
   */
  private PlainTree(long maxText) {
    room = maxText;
  }

  /**
   * The value as a tree; empty when it is not that plain, or might be longer than allowed as a
   * text.
   */
  public static Optional<JsonElement> of(Object value, long maxText) {
    return Optional.ofNullable(new PlainTree(maxText).tree(value, 0));
  }

  private JsonElement tree(Object value, int depth) {
    room -= LONGEST_NUMBER;
    if (room < 0 || depth > MAX_DEPTH) {
      return null;
    }
    if (value instanceof String text) {
      return fits(text) ? new JsonPrimitive(text) : null;
    } else if (value instanceof Integer || value instanceof Long) {
      return new JsonPrimitive((Number) value);
    } else if (value instanceof Double fraction) {
      return Math.abs(fraction) < MAX_FRACTION ? new JsonPrimitive(fraction) : null;
    } else if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    } else if (value instanceof Map<?, ?> map) {
      return object(map, depth);
    } else if (value instanceof List<?> list) {
      return array(list, depth);
    }
    return value == null ? JsonNull.INSTANCE : null;
  }

  private boolean fits(String text) {
    room -= (long) LONGEST_ESCAPE * text.length();
    return room >= 0;
  }

  private JsonObject object(Map<?, ?> map, int depth) {
    JsonObject object = new JsonObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      JsonElement value = tree(entry.getValue(), depth + 1);
      if (value == null || !(entry.getKey() instanceof String key) || !fits(key)) {
        return null;
      }
      object.add(key, value);
    }
    return object;
  }

  private JsonArray array(List<?> list, int depth) {
    JsonArray array = new JsonArray();
    for (Object each : list) {
      JsonElement value = tree(each, depth + 1);
      if (value == null) {
        return null;
      }
      array.add(value);
    }
    return array;
  }
}
