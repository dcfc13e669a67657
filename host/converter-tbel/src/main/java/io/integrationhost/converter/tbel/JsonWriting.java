package io.integrationhost.converter.tbel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/**
 * Values of a script as compact JSON. Numbers keep their kind, {@code 20.0} stays a fraction. Only
 * the types named here are written: no object of the host is looked into.
 */
public final class JsonWriting {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Writer out;
  private final boolean base64;

  private JsonWriting(Writer out, boolean base64) {
    this.out = out;
    this.base64 = base64;
  }

  /** Writes an array of bytes as a list of signed numbers, as in a script's result. */
  public static JsonWriting withNumbers(Writer out) {
    return new JsonWriting(out, false);
  }

  static JsonWriting withBase64(Writer out) {
    return new JsonWriting(out, true);
  }

  /**
   * Writes one value.
   *
   * @throws JsonGenerationException when the value nests too deeply or has a type without JSON form
   */
  public void write(Object value) throws IOException {
    JsonGenerator json = FACTORY.createGenerator(out);
    write(json, value);
    // Not after an error: it would write to the end what must not be written.
    json.close();
  }

  private void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Number number) {
      number(json, number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Map<?, ?> map) {
      object(json, map);
    } else if (value instanceof Collection<?> collection) {
      json.writeStartArray();
      for (Object each : collection) {
        write(json, each);
      }
      json.writeEndArray();
    } else if (value instanceof byte[] bytes && base64) {
      json.writeBinary(bytes);
    } else if (value.getClass().isArray()) {
      array(json, value);
    } else {
      other(json, value);
    }
  }

  private void object(JsonGenerator json, Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private void array(JsonGenerator json, Object array) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < Array.getLength(array); i++) {
      write(json, Array.get(array, i));
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, Number number) throws IOException {
    if (number instanceof Double fraction) {
      json.writeNumber(fraction);
    } else if (number instanceof Float fraction) {
      json.writeNumber(fraction);
    } else if (number instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (number instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else {
      json.writeNumber(number.longValue());
    }
  }

  private void other(JsonGenerator json, Object value) throws IOException {
    if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof ScriptDate
        || value instanceof UUID
        || value instanceof Enum<?>) {
      json.writeString(value.toString());
    } else if (value instanceof Map.Entry<?, ?> entry) {
      json.writeStartObject();
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(json, entry.getValue());
      json.writeEndObject();
    } else if (value instanceof Date date) {
      json.writeNumber(date.toInstant().toEpochMilli());
    } else if (value instanceof Calendar calendar) {
      json.writeNumber(calendar.getTimeInMillis());
    } else if (value instanceof TimeWindow window) {
      json.writeStartObject();
      json.writeNumberField("startTs", window.getStartTs());
      json.writeNumberField("endTs", window.getEndTs());
      json.writeEndObject();
    } else {
      throw new JsonGenerationException(
          "A value of the type " + value.getClass().getName() + " has no JSON form", json);
    }
  }
}
