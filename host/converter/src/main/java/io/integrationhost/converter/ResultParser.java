package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** From the JSON that a script returned to entity data (facts 5.3). Thread safe. */
final class ResultParser {
  private final TelemetryParser telemetry;
  private final ValueParser values;
  private final Clock clock;

  ResultParser(ConverterLimits.Values settings, Clock clock) {
    this.values = new ValueParser(settings);
    this.clock = clock;
    this.telemetry = new TelemetryParser(values, clock);
  }

  /**
   * @param result null when the script returned nothing
   * @throws ScriptFailure when the result breaks the rules
   */
  List<EntityData> parse(ScriptResult result) {
    Optional<List<EntityData>> plain =
        result instanceof ResultText text
            ? PlainResult.read(text.text(), values, clock)
            : Optional.empty();
    return plain.orElseGet(() -> parseTree(result));
  }

  /** The same by way of a tree, for all that is not plain. */
  List<EntityData> parseTree(ScriptResult result) {
    return parse(result, this::entity);
  }

  /**
   * The same for another kind of result.
   *
   * @param reading of each object
   */
  List<EntityData> parse(ScriptResult result, Function<JsonObject, EntityData> reading) {
    if (result == null) {
      return List.of();
    }
    JsonElement root = result.tree();
    if (root.isJsonObject()) {
      return List.of(reading.apply(root.getAsJsonObject()));
    }
    if (!root.isJsonArray()) {
      return List.of();
    }
    List<EntityData> entities = new ArrayList<>(root.getAsJsonArray().size());
    for (JsonElement element : root.getAsJsonArray()) {
      entities.add(reading.apply(Fields.object(element)));
    }
    return entities;
  }

  private EntityData entity(JsonObject json) {
    boolean device = json.has("deviceName");
    boolean asset = json.has("assetName");
    if (device && asset) {
      throw ScriptFailure.result(
          "Both 'deviceName' and 'assetName' can't be present in the converter output!");
    }
    if (!device && !asset) {
      throw ScriptFailure.result(
          "Either 'deviceName' or 'assetName' should be present in the converter output!");
    }
    Fields fields = new Fields(json);
    if (asset && !json.has("assetType")) {
      throw ScriptFailure.result("Asset type is not set!");
    }
    return new EntityData(
        device ? EntityKind.DEVICE : EntityKind.ASSET,
        fields.text(device ? "deviceName" : "assetName", ""),
        device ? fields.text("deviceType", "default") : fields.text("assetType", ""),
        fields.text(device ? "deviceLabel" : "assetLabel", ""),
        fields.text("customerName", ""),
        fields.text("groupName", ""),
        telemetry(json),
        attributes(json));
  }

  Optional<List<TimedValues>> telemetry(JsonObject json) {
    return Optional.ofNullable(json.get("telemetry")).map(telemetry::parse);
  }

  Optional<Map<String, Value>> attributes(JsonObject json) {
    JsonElement attributes = json.get("attributes");
    if (attributes == null) {
      return Optional.empty();
    }
    if (!attributes.isJsonObject()) {
      throw Fields.unreadable(attributes);
    }
    return Optional.of(values.parse(attributes.getAsJsonObject()));
  }
}
