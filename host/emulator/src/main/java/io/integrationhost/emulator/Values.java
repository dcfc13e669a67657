package io.integrationhost.emulator;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.remote.proto.KeyValueProto;
import io.integrationhost.remote.proto.PostTelemetryMsg;
import io.integrationhost.remote.proto.TsKvListProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values of the wire (facts 1.4). */
final class Values {
  private Values() {}

  static List<Reading> readings(PostTelemetryMsg telemetry) {
    List<Reading> readings = new ArrayList<>(telemetry.getTsKvListCount());
    for (TsKvListProto list : telemetry.getTsKvListList()) {
      readings.add(new Reading(list.getTs(), map(list.getKvList())));
    }
    return readings;
  }

  static Map<String, Object> map(List<KeyValueProto> pairs) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (KeyValueProto pair : pairs) {
      switch (pair.getType()) {
        case BOOLEAN_V -> values.put(pair.getKey(), pair.getBoolV());
        case LONG_V -> values.put(pair.getKey(), pair.getLongV());
        case DOUBLE_V -> values.put(pair.getKey(), pair.getDoubleV());
        case STRING_V -> values.put(pair.getKey(), pair.getStringV());
        case JSON_V -> values.put(pair.getKey(), new JsonText(pair.getJsonV()));
        case UNRECOGNIZED -> {
          // A type that the server does not know carries no value that it could read.
        }
      }
    }
    return values;
  }

  static long count(PostTelemetryMsg telemetry) {
    long count = 0;
    for (TsKvListProto list : telemetry.getTsKvListList()) {
      count += list.getKvCount();
    }
    return count;
  }

  /** What keeps the telemetry from being written as JSON, empty when nothing does. */
  static String notJson(PostTelemetryMsg telemetry) {
    for (TsKvListProto list : telemetry.getTsKvListList()) {
      String cause = notJson(list.getKvList());
      if (!cause.isEmpty()) {
        return cause;
      }
    }
    return "";
  }

  /** What keeps the values from being written as JSON, empty when nothing does. */
  static String notJson(List<KeyValueProto> pairs) {
    for (KeyValueProto pair : pairs) {
      switch (pair.getType()) {
        case DOUBLE_V -> {
          if (!Double.isFinite(pair.getDoubleV())) {
            return "JSON forbids NaN and infinities: " + pair.getDoubleV();
          }
        }
        case JSON_V -> {
          if (!isJson(pair.getJsonV())) {
            return "Malformed JSON of key " + pair.getKey();
          }
        }
        default -> {
          // Every other value can be written.
        }
      }
    }
    return "";
  }

  private static boolean isJson(String text) {
    try {
      var unused = JsonParser.parseString(text);
      return !text.isBlank();
    } catch (JsonParseException e) {
      return false;
    }
  }
}
