package io.integrationhost.converter.dedicated;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a message as a JSON object; says what else came without showing it.
 *
 * @param platform for errors
 */
record MessageReader(String platform) {
  private static final Pattern PLACE = Pattern.compile("line (\\d+) column (\\d+)");

  JsonObject read(byte[] message) {
    String text = text(message);
    if (text.isBlank()) {
      throw unreadable("an empty one");
    }
    JsonElement root = parse(text);
    if (root.isJsonObject()) {
      return root.getAsJsonObject();
    }
    throw unreadable(kind(root));
  }

  private String text(byte[] message) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable(message.length + " bytes that are no UTF-8 text");
    }
  }

  private JsonElement parse(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement root = JsonParser.parseReader(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return root;
      }
      throw unreadable("text that is no JSON");
    } catch (JsonParseException | IOException e) {
      throw unreadable("text that is no JSON" + place(String.valueOf(e.getMessage())));
    }
  }

  private static String place(String reason) {
    Matcher place = PLACE.matcher(reason);
    return place.find() ? " (line " + place.group(1) + ", column " + place.group(2) + ")" : "";
  }

  private static String kind(JsonElement root) {
    if (root.isJsonArray()) {
      return "a JSON array";
    }
    if (root instanceof JsonPrimitive primitive) {
      return primitive.isString() ? "a JSON text" : "the JSON value of a number or boolean";
    }
    return "a JSON null";
  }

  private UnwrapException unreadable(String what) {
    return new UnwrapException(
        "A converter dedicated to "
            + platform
            + " takes a payload that is a JSON object, as that network server sends it, but got "
            + what
            + "; for other payloads use a generic converter");
  }
}
