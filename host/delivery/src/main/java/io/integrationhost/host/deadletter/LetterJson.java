package io.integrationhost.host.deadletter;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.RecordContent;
import io.integrationhost.remote.RecordReader;
import java.util.Base64;
import java.util.Map;

/** A dead letter for programs. Safe for any thread. */
public final class LetterJson {

  private final RecordReader fragments = new RecordReader();

  /** Without values and payload. */
  public JsonObject summary(FiledLetter filed, Reading reading) {
    JsonObject json = new JsonObject();
    json.addProperty("id", filed.id().text());
    json.addProperty("integration", filed.integration());
    json.addProperty("awaitsReplay", filed.awaitsReplay());
    json.addProperty("fileBytes", filed.bytes());
    if (reading instanceof Reading.Damaged damaged) {
      json.addProperty("damaged", damaged.problem());
    } else if (reading instanceof Reading.Intact intact) {
      DeadLetter letter = intact.letter();
      json.addProperty("time", letter.time().toString());
      json.addProperty("kind", letter.kind().name());
      json.addProperty("reason", letter.reason());
      letter.item().ifPresent(item -> json.add("item", item(fragments.read(item))));
    }
    return json;
  }

  /** With values and payload; the item itself and the payload in base64. */
  public JsonObject complete(FiledLetter filed, Reading reading) {
    JsonObject json = summary(filed, reading);
    if (reading instanceof Reading.Intact intact) {
      DeadLetter letter = intact.letter();
      letter.item().ifPresent(item -> addValues(json.getAsJsonObject("item"), item));
      letter
          .payload()
          .ifPresent(
              payload -> {
                json.addProperty("payload", base64(payload.bytes()));
                JsonObject metadata = new JsonObject();
                payload.metadata().forEach(metadata::addProperty);
                json.add("metadata", metadata);
              });
    }
    return json;
  }

  private static JsonObject item(RecordContent content) {
    JsonObject json = new JsonObject();
    if (content instanceof RecordContent.Entity entity) {
      json.addProperty("kind", entity.data().kind().name());
      json.addProperty("name", entity.data().name());
      json.addProperty("type", entity.data().type());
    } else if (content instanceof RecordContent.Other other) {
      json.addProperty("description", other.description());
    } else if (content instanceof RecordContent.Unreadable unreadable) {
      json.addProperty("unreadable", unreadable.problem());
    }
    return json;
  }

  private void addValues(JsonObject json, byte[] item) {
    if (fragments.read(item) instanceof RecordContent.Entity entity) {
      EntityData data = entity.data();
      json.addProperty("label", data.label());
      json.addProperty("customerName", data.customerName());
      json.addProperty("groupName", data.groupName());
      data.telemetry()
          .ifPresent(
              telemetry -> {
                JsonArray instants = new JsonArray();
                telemetry.forEach(
                    instant -> {
                      JsonObject one = new JsonObject();
                      one.addProperty("ts", instant.ts());
                      one.add("values", values(instant.values()));
                      instants.add(one);
                    });
                json.add("telemetry", instants);
              });
      data.attributes().ifPresent(attributes -> json.add("attributes", values(attributes)));
    }
    json.addProperty("fragment", base64(item));
  }

  private static JsonObject values(Map<String, Value> values) {
    JsonObject json = new JsonObject();
    values.forEach((key, value) -> json.add(key, value(value)));
    return json;
  }

  private static JsonElement value(Value value) {
    if (value instanceof Value.BooleanValue flag) {
      return new JsonPrimitive(flag.value());
    } else if (value instanceof Value.LongValue number) {
      return new JsonPrimitive(number.value());
    } else if (value instanceof Value.DoubleValue number) {
      return Double.isFinite(number.value())
          ? new JsonPrimitive(number.value())
          : new JsonPrimitive(Double.toString(number.value()));
    } else if (value instanceof Value.StringValue text) {
      return new JsonPrimitive(text.value());
    }
    return json(((Value.JsonValue) value).text());
  }

  /** What a letter holds may be the very thing that is no JSON. */
  private static JsonElement json(String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      return new JsonPrimitive(text);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
