package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What scripts return becomes exactly what the reference makes of it. */
final class ResultVectorsTest {
  private static final long NOW = 1_700_000_123_456L;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);

  @TestFactory
  Stream<DynamicTest> results() {
    return Vectors.read("results.json").stream()
        .filter(vector -> !Vectors.isAdvisory(vector))
        .map(vector -> DynamicTest.dynamicTest(Vectors.text(vector, "name"), () -> check(vector)));
  }

  private static void check(JsonObject vector) {
    ConverterLimits.Values settings =
        new ConverterLimits.Values(
            vector.get("typeCast").getAsBoolean(), vector.get("maxStringValueLength").getAsInt());
    ResultParser parser = new ResultParser(settings, CLOCK);
    String json = Vectors.text(vector, "resultJson");
    if (!vector.has("error")) {
      JsonArray expected = vector.getAsJsonObject("expect").getAsJsonArray("uplinks");
      assertThat(described(parser.parse(new ResultText(json)))).isEqualTo(expected(expected));
      return;
    }
    String error = Vectors.text(vector, "error");
    boolean exact = Vectors.text(vector, "errorMatch").equals("equals");
    assertThatThrownBy(() -> parser.parse(new ResultText(json)))
        .isInstanceOf(ScriptFailure.class)
        .satisfies(
            failure -> {
              if (exact) {
                assertThat(failure).hasMessage(error);
              } else {
                assertThat(failure.getMessage()).isNotBlank();
              }
            });
  }

  /** In wire order: maps print in their order. */
  private static List<String> described(List<EntityData> entities) {
    return entities.stream().map(ResultVectorsTest::described).toList();
  }

  private static String described(EntityData data) {
    List<Object> all = new ArrayList<>();
    all.add(data.kind() + " " + data.name() + " " + data.type());
    all.add(data.label() + "|" + data.customerName() + "|" + data.groupName());
    all.add(data.telemetry().map(list -> list.stream().map(ResultVectorsTest::described).toList()));
    all.add(data.attributes().map(ResultVectorsTest::described));
    return all.toString();
  }

  private static String described(TimedValues values) {
    return values.ts() + "=" + described(values.values());
  }

  private static String described(Map<String, Value> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key, described(value)));
    return texts.toString();
  }

  private static String described(Value value) {
    if (value instanceof Value.LongValue number) {
      return "LONG " + number.value();
    }
    if (value instanceof Value.DoubleValue number) {
      return "DOUBLE " + Long.toHexString(Double.doubleToLongBits(number.value()));
    }
    if (value instanceof Value.BooleanValue bool) {
      return "BOOLEAN " + bool.value();
    }
    return value instanceof Value.JsonValue json
        ? "JSON " + onWire(json.text())
        : "STRING " + onWire(((Value.StringValue) value).value());
  }

  /** UTF-8 has no unpaired surrogates: they leave as question marks. */
  private static String onWire(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static List<String> expected(JsonArray uplinks) {
    List<String> all = new ArrayList<>();
    for (JsonElement uplink : uplinks) {
      all.add(expected(uplink.getAsJsonObject()));
    }
    return all;
  }

  private static String expected(JsonObject uplink) {
    boolean device = uplink.has("deviceName");
    String kind = (device ? EntityKind.DEVICE : EntityKind.ASSET).toString();
    String name = Vectors.text(uplink, device ? "deviceName" : "assetName");
    String type = Vectors.text(uplink, device ? "deviceType" : "assetType");
    List<Object> all = new ArrayList<>();
    all.add(kind + " " + name + " " + type);
    all.add(
        optional(uplink, "label")
            + "|"
            + optional(uplink, "customerName")
            + "|"
            + optional(uplink, "groupName"));
    all.add(
        java.util.Optional.ofNullable(uplink.getAsJsonArray("telemetry"))
            .map(
                list ->
                    list.asList().stream().map(e -> expectedTimed(e.getAsJsonObject())).toList()));
    all.add(
        java.util.Optional.ofNullable(uplink.getAsJsonObject("attributes"))
            .map(ResultVectorsTest::expectedValues));
    return all.toString();
  }

  private static String optional(JsonObject uplink, String key) {
    return uplink.has(key) ? Vectors.text(uplink, key) : "";
  }

  private static String expectedTimed(JsonObject timed) {
    String ts = Vectors.text(timed, "ts");
    long millis = ts.equals("now") ? NOW : Long.parseLong(ts);
    return millis + "=" + expectedValues(timed.getAsJsonObject("values"));
  }

  private static String expectedValues(JsonObject values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values
        .entrySet()
        .forEach(
            entry -> texts.put(entry.getKey(), expectedValue(entry.getValue().getAsJsonObject())));
    return texts.toString();
  }

  private static String expectedValue(JsonObject value) {
    String type = Vectors.text(value, "type");
    String text = Vectors.text(value, "value");
    return type.equals("DOUBLE")
        ? "DOUBLE " + Long.toHexString(Double.doubleToLongBits(Double.parseDouble(text)))
        : type + " " + text;
  }
}
