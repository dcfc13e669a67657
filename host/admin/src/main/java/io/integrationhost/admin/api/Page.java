package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a long list. The cursor says behind which key the next one begins, so that what is
 * added or removed meanwhile neither repeats nor hides others.
 */
final class Page<T> {

  private final List<T> items;
  private final Optional<String> next;

  private Page(List<T> items, Optional<String> next) {
    this.items = items;
    this.next = next;
  }

  /**
   * The page that is asked for.
   *
   * @param all sorted by their keys, ascending
   * @param key of an item; of no other
   */
  static <T> Page<T> of(Request request, List<T> all, Function<T, String> key) {
    Optional<String> after = request.parameter("cursor").map(Page::decoded);
    int limit = request.limit();
    List<T> rest =
        all.stream()
            .filter(item -> after.isEmpty() || key.apply(item).compareTo(after.get()) > 0)
            .limit(limit + 1L)
            .toList();
    if (rest.size() <= limit) {
      return new Page<>(rest, Optional.empty());
    }
    List<T> items = rest.subList(0, limit);
    return new Page<>(items, Optional.of(cursor(key.apply(items.get(limit - 1)))));
  }

  static String cursor(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Request.bad("cursor", "is none of this host; begin without it");
    }
  }

  JsonObject json(Function<T, ? extends JsonElement> form) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(form.apply(item)));
    JsonObject json = new JsonObject();
    json.add("items", array);
    next.ifPresent(cursor -> json.addProperty("next", cursor));
    return json;
  }
}
