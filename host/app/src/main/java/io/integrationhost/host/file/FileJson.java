package io.integrationhost.host.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;

/** What all JSON files of the host have in common: one object with a format version. */
public final class FileJson {

  private FileJson() {}

  /**
   * The object of a file.
   *
   * @param version what this program reads
   * @throws IllegalArgumentException if the file has another version or none
   * @throws com.google.gson.JsonParseException if it is no JSON; the message may quote the text
   * @throws IllegalStateException if it is no object
   */
  public static JsonObject read(byte[] text, int version) {
    JsonObject json =
        JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    int found = required(json, "version").getAsInt();
    if (found != version) {
      throw new IllegalArgumentException(
          "it has format version " + found + "; this program reads version " + version);
    }
    return json;
  }

  /**
   * The value of a key.
   *
   * @throws IllegalArgumentException if there is none; names the key only
   */
  public static JsonElement required(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value;
  }
}
