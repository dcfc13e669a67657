package io.integrationhost.converter;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with {@code $key} for values of the metadata (facts 5.6). It is read once from left to
 * right: at each {@code $} the longest key that stands there counts, and what was put in is not
 * looked at again. A {@code $} before anything else is an ordinary character.
 */
record DedicatedTemplate(String text) {
  private static final Pattern LOOKS_LIKE_KEY = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)");

  String fill(JsonObject metadata) {
    StringBuilder filled = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      String key = text.charAt(at) == '$' ? keyAt(at + 1, metadata) : "";
      if (key.isEmpty()) {
        filled.append(text.charAt(at));
      } else {
        filled.append(DedicatedMetadata.text(metadata.get(key)));
        at += key.length();
      }
    }
    return filled.toString();
  }

  /** Names behind a {@code $} that the metadata does not have. */
  List<String> unknown(JsonObject metadata) {
    List<String> names = new ArrayList<>();
    for (Matcher next = LOOKS_LIKE_KEY.matcher(text); next.find(); ) {
      if (keyAt(next.start(1), metadata).isEmpty()) {
        names.add(next.group(1));
      }
    }
    return names;
  }

  /** Empty when there is none. */
  private String keyAt(int start, JsonObject metadata) {
    String longest = "";
    for (String key : metadata.keySet()) {
      if (key.length() > longest.length()
          && text.startsWith(key, start)
          && !metadata.get(key).isJsonNull()) {
        longest = key;
      }
    }
    return longest;
  }
}
