package io.integrationhost.converter.dedicated;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * When a message was received, by its own account.
 *
 * @param places the first that tells a time counts
 */
record MessageTime(List<JsonPath> places) {

  static MessageTime at(String... places) {
    return new MessageTime(List.of(places).stream().map(JsonPath::of).toList());
  }

  /** Milliseconds; a place with something else than a time tells none. */
  long of(JsonObject message, long now) {
    return places.stream()
        .flatMap(place -> place.find(message).stream())
        .filter(JsonElement::isJsonPrimitive)
        .flatMap(found -> millis(found.getAsString()).stream())
        .findFirst()
        .orElse(now);
  }

  private static Optional<Long> millis(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException noNumber) {
      return date(text);
    }
  }

  private static Optional<Long> date(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
