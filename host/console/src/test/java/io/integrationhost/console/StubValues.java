package io.integrationhost.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers of the stand-in that change as time goes by. */
final class StubValues {

  private static final List<String> GROWING =
      List.of(
          "uplinksPublished",
          "uplinksStored",
          "itemsStored",
          "itemsDelivered",
          "linkMessagesSent",
          "receivedBytes",
          "linkSentBytes");

  private StubValues() {}

  /** Counters as they are by now. */
  static void advance(JsonObject values) {
    double seconds = System.currentTimeMillis() % 10_000_000 / 1_000.0;
    if (values.get("uplinksPublished").getAsLong() == 0) {
      return;
    }
    for (String name : GROWING) {
      if (values.has(name) && values.get(name).getAsLong() > 0) {
        values.addProperty(name, values.get(name).getAsLong() + Math.round(seconds * 42.5));
      }
    }
    if (values.has("uplinksConverterFailed")) {
      values.addProperty(
          "uplinksConverterFailed",
          values.get("uplinksConverterFailed").getAsLong() + Math.round(seconds * 0.5));
    }
  }

  /** A history that has waves, and knows nothing of its first steps. */
  static String history(String query) {
    boolean minutes = query.contains("resolution=minute");
    int step = minutes ? 60 : 1;
    int count = minutes ? 1_440 : 900;
    long end = System.currentTimeMillis() / 1_000 - 2;
    JsonArray times = new JsonArray();
    for (int at = 0; at < count; at++) {
      times.add(end - (long) (count - 1 - at) * step);
    }
    String names = query.replaceAll(".*values=([^&]*).*", "$1");
    JsonObject integrations = new JsonObject();
    List<String> all =
        query.contains("integration=")
            ? List.of(query.replaceAll(".*integration=([^&]*).*", "$1"))
            : List.of("cellar", "hall", "yard");
    for (String integration : all) {
      JsonObject values = new JsonObject();
      for (String name : Pattern.compile(",").splitAsStream(names).toList()) {
        values.add(name, wave(name, count, step, integration));
      }
      integrations.add(integration, values);
    }
    JsonObject history = new JsonObject();
    history.addProperty("resolution", minutes ? "minute" : "second");
    history.addProperty("stepSeconds", step);
    history.add("times", times);
    history.add("integrations", integrations);
    return history.toString();
  }

  private static JsonArray wave(String name, int count, int step, String integration) {
    double base =
        switch (name) {
          case "uplinksPublished", "uplinksStored", "itemsDelivered" -> 40.0 * step;
          case "uplinksConverterFailed" -> 0.5 * step;
          case "spoolItems" -> 600;
          case "spoolOldestItemAgeSeconds" -> 3;
          case "linkInFlightMessages" -> 9;
          case "receiptP50Seconds" -> 0.002;
          case "receiptP99Seconds" -> 0.019;
          case "answerP50Seconds" -> 0.011;
          case "answerP99Seconds" -> 0.064;
          default -> 0;
        };
    JsonArray values = new JsonArray();
    for (int at = 0; at < count; at++) {
      if (at < count / 10) {
        values.add(JsonNull.INSTANCE);
      } else {
        double wave = 1 + 0.4 * Math.sin(at / 40.0 + name.length()) + 0.1 * Math.sin(at * 1.7);
        values.add(integration.equals("cellar") ? 0 : base * wave);
      }
    }
    return values;
  }
}
