package io.integrationhost.host.store;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all JSON files of the host have in common: one object with a format version and, as its last
 * member, a checksum of all bytes before it. Files of earlier builds have none.
 */
public final class FileJson {

  private static final String CHECKSUM = "sha256";
  private static final Pattern END =
      Pattern.compile(",\"" + CHECKSUM + "\":\"([0-9a-f]{64})\"\\}\\s*\\z");

  private FileJson() {}

  /**
   * The bytes of a file, with the checksum.
   *
   * @param json not empty
   */
  public static byte[] write(Gson gson, JsonObject json) {
    String text = gson.toJson(json);
    String body = text.substring(0, text.lastIndexOf('}')).stripTrailing();
    String sum = HexFormat.of().formatHex(digest(body.getBytes(StandardCharsets.UTF_8)));
    return (body + ",\"" + CHECKSUM + "\":\"" + sum + "\"}\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The object of a file.
   *
   * @param version what this program reads
   * @throws DamagedFileException if it is not what was written
   * @throws IllegalArgumentException if the file has another version or none
   * @throws com.google.gson.JsonParseException if it is no JSON; the message may quote the text
   * @throws IllegalStateException if it is no object
   */
  public static JsonObject read(byte[] bytes, int version) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean verified = verify(bytes, text);
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    if (!verified && json.has(CHECKSUM)) {
      throw changed();
    }
    int found = required(json, "version").getAsInt();
    if (found != version) {
      throw new IllegalArgumentException(
          "it has format version " + found + "; this program reads version " + version);
    }
    return json;
  }

  /** Whether there is a checksum where it was written. */
  private static boolean verify(byte[] bytes, String text) {
    Matcher end = END.matcher(text);
    if (!end.find()) {
      return false;
    }
    // The end is plain ASCII, so that it has as many bytes as characters.
    byte[] body = Arrays.copyOf(bytes, bytes.length - (text.length() - end.start()));
    if (!MessageDigest.isEqual(digest(body), HexFormat.of().parseHex(end.group(1)))) {
      throw changed();
    }
    return true;
  }

  private static DamagedFileException changed() {
    return new DamagedFileException(
        "its content does not match its checksum: it was damaged, or changed by hand");
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The value of a key.
   *
   * @throws DamagedFileException if there is none; names the key only
   */
  public static JsonElement required(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null) {
      throw new DamagedFileException("'" + key + "' is missing");
    }
    return value;
  }
}
