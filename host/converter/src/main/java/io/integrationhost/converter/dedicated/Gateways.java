package io.integrationhost.converter.dedicated;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The gateways that heard a message. The best one has the highest RSSI; among equals the highest
 * SNR, then the first.
 *
 * @param list from the message, an array
 * @param rssi from an element of it
 * @param snr from an element of it
 */
record Gateways(JsonPath list, JsonPath rssi, JsonPath snr) {

  Optional<JsonObject> best(JsonObject message) {
    Comparator<JsonObject> better =
        Comparator.<JsonObject>comparingDouble(each -> number(rssi, each))
            .thenComparingDouble(each -> number(snr, each));
    return list.find(message).stream()
        .flatMap(Gateways::elements)
        .filter(JsonElement::isJsonObject)
        .map(JsonElement::getAsJsonObject)
        // The first of equals stays.
        .reduce((best, next) -> better.compare(next, best) > 0 ? next : best);
  }

  /** An object stands for an array of one: so do translations from XML write it. */
  private static Stream<JsonElement> elements(JsonElement list) {
    return list.isJsonArray()
        ? StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
        : Stream.of(list);
  }

  /** Some platforms write numbers as texts. */
  private static double number(JsonPath path, JsonObject gateway) {
    try {
      return path.find(gateway)
          .filter(JsonElement::isJsonPrimitive)
          .map(JsonElement::getAsDouble)
          .orElse(Double.NEGATIVE_INFINITY);
    } catch (NumberFormatException noNumber) {
      return Double.NEGATIVE_INFINITY;
    }
  }
}
