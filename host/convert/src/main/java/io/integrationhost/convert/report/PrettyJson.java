package io.integrationhost.convert.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** JSON with line breaks; numbers stay as they were written. */
public final class PrettyJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private PrettyJson() {}

  /** The same text when it is no JSON. */
  static String of(String json) {
    try {
      return of(JsonParser.parseString(json));
    } catch (JsonParseException e) {
      return Shown.printable(json);
    }
  }

  public static String of(JsonElement json) {
    return GSON.toJson(json);
  }
}
