package io.integrationhost.ground;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.plugin.Entity;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people see of uplinks: those that a plugin decoded itself, as JSON; never a secret. */
public final class UplinkText {

  private static final String HIDDEN = "***";

  private UplinkText() {}

  /** The metadata of a call with the payload, without the values that are secret. */
  public static Map<String, String> shown(Uplink.Payload payload, Map<String, String> metadata) {
    if (payload.secretMetadata().isEmpty()) {
      return metadata;
    }
    Map<String, String> shown = new LinkedHashMap<>(metadata);
    payload.secretMetadata().forEach(key -> shown.computeIfPresent(key, (same, value) -> HIDDEN));
    return shown;
  }

  /** One that is no payload. */
  public static String ofDecoded(Uplink uplink) {
    if (uplink instanceof Uplink.Telemetry telemetry) {
      return of(telemetry);
    } else if (uplink instanceof Uplink.Attributes attributes) {
      return of(attributes);
    } else if (uplink instanceof Uplink.Readings readings) {
      return of(readings);
    }
    throw new IllegalArgumentException("unknown kind of uplink: " + uplink.getClass());
  }

  private static String of(Uplink.Telemetry telemetry) {
    JsonObject text = new JsonObject();
    text.addProperty("deviceName", telemetry.device().name());
    text.add("telemetry", instants(telemetry.values()));
    return text.toString();
  }

  private static String of(Uplink.Attributes attributes) {
    JsonObject text = new JsonObject();
    text.addProperty("deviceName", attributes.device().name());
    text.add("attributes", object(attributes.values()));
    return text.toString();
  }

  private static String of(Uplink.Readings readings) {
    JsonArray all = new JsonArray();
    for (Reading reading : readings.readings()) {
      JsonObject text = new JsonObject();
      boolean asset = reading.entity().kind() == Entity.Kind.ASSET;
      text.addProperty(asset ? "assetName" : "deviceName", reading.entity().name());
      if (!reading.telemetry().isEmpty()) {
        text.add("telemetry", instants(reading.telemetry()));
      }
      if (!reading.attributes().isEmpty()) {
        text.add("attributes", object(reading.attributes()));
      }
      all.add(text);
    }
    return all.toString();
  }

  private static JsonArray instants(List<TimedValues> telemetry) {
    JsonArray instants = new JsonArray();
    for (TimedValues values : telemetry) {
      JsonObject instant = new JsonObject();
      instant.addProperty("ts", values.ts());
      instant.add("values", object(values.values()));
      instants.add(instant);
    }
    return instants;
  }

  private static JsonObject object(Map<String, Value> values) {
    JsonObject object = new JsonObject();
    values.forEach((key, value) -> add(object, key, value));
    return object;
  }

  private static void add(JsonObject object, String key, Value value) {
    if (value instanceof Value.LongValue number) {
      object.addProperty(key, number.value());
    } else if (value instanceof Value.DoubleValue number && Double.isFinite(number.value())) {
      object.addProperty(key, number.value());
    } else if (value instanceof Value.DoubleValue number) {
      object.addProperty(key, String.valueOf(number.value()));
    } else if (value instanceof Value.BooleanValue flag) {
      object.addProperty(key, flag.value());
    } else if (value instanceof Value.StringValue text) {
      object.addProperty(key, text.value());
    } else if (value instanceof Value.JsonValue json) {
      object.addProperty(key, json.text());
    }
  }
}
