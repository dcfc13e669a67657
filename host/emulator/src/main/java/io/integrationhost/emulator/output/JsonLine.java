package io.integrationhost.emulator.output;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.integrationhost.emulator.JsonText;
import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.emulator.ReceivedItem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lines of one item. Whole numbers stay whole, fractions keep their point. */
final class JsonLine {
  private JsonLine() {}

  static List<String> of(ReceivedItem item) {
    return switch (item.kind()) {
      case DEVICE, ASSET -> entity(item);
      case STATISTICS -> readings(item, "statistics");
      case EVENT -> List.of(detailed(item, "event"));
      case MESSAGE -> List.of(detailed(item, "message"));
    };
  }

  private static List<String> entity(ReceivedItem item) {
    List<String> lines = new ArrayList<>(readings(item, "telemetry"));
    if (!item.attributes().isEmpty() || lines.isEmpty()) {
      JsonObject line = head(item, "attributes");
      line.add("values", object(item.attributes()));
      lines.add(finished(line, item));
    }
    return lines;
  }

  private static List<String> readings(ReceivedItem item, String kind) {
    List<String> lines = new ArrayList<>();
    for (Reading reading : item.telemetry()) {
      JsonObject line = head(item, kind);
      line.addProperty("ts", reading.ts());
      line.add("values", object(reading.values()));
      lines.add(finished(line, item));
    }
    return lines;
  }

  private static String detailed(ReceivedItem item, String kind) {
    JsonObject line = head(item, kind);
    line.add("details", object(item.details()));
    if (!item.note().isEmpty()) {
      line.addProperty("note", item.note());
    }
    return line.toString();
  }

  private static JsonObject head(ReceivedItem item, String kind) {
    JsonObject line = new JsonObject();
    line.addProperty("integration", item.integration());
    line.addProperty("kind", kind);
    if (item.kind() == Kind.DEVICE || item.kind() == Kind.ASSET) {
      line.addProperty("entity", item.kind().name());
    }
    line.addProperty("name", item.name());
    if (item.kind() != Kind.STATISTICS) {
      line.addProperty("type", item.type());
    }
    return line;
  }

  private static String finished(JsonObject line, ReceivedItem item) {
    item.details().forEach((key, value) -> line.add(key, element(value)));
    if (!item.note().isEmpty()) {
      line.addProperty("note", item.note());
    }
    return line.toString();
  }

  private static JsonObject object(Map<?, ?> values) {
    JsonObject object = new JsonObject();
    values.forEach((key, value) -> object.add(key.toString(), element(value)));
    return object;
  }

  private static JsonElement element(Object value) {
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof JsonText json) {
      return parsed(json.text());
    }
    if (value instanceof Boolean bool) {
      return new JsonPrimitive(bool);
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return new JsonPrimitive(number.toString());
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    return new JsonPrimitive(value.toString());
  }

  /** JSON that the emulator took although it is malformed (lenient policy) stays a text. */
  private static JsonElement parsed(String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      return new JsonPrimitive(text);
    }
  }
}
