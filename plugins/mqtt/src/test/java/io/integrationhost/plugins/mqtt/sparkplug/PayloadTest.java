package io.integrationhost.plugins.mqtt.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.kit.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PayloadTest {

  @TestFactory
  Stream<DynamicTest> readsAsTheReferencesDo() {
    List<JsonObject> all = Vectors.of("payloads.json");
    assertThat(all).hasSizeGreaterThan(60);
    return all.stream()
        .map(each -> DynamicTest.dynamicTest(each.get("name").getAsString(), () -> check(each)));
  }

  private static void check(JsonObject vector) {
    byte[] bytes = Vectors.bytes(vector);
    if (vector.has("error")) {
      assertThatThrownBy(() -> Payload.read(bytes)).isInstanceOf(IllegalArgumentException.class);
      return;
    }
    assertThat(shown(Payload.read(bytes))).isEqualTo(expected(vector.get("decoded")));
  }

  /** JSON as values in which equal numbers are equal. */
  private static Object expected(JsonElement json) {
    if (json.isJsonObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      json.getAsJsonObject().asMap().forEach((key, each) -> map.put(key, expected(each)));
      return map;
    }
    if (json.isJsonArray()) {
      return json.getAsJsonArray().asList().stream().map(PayloadTest::expected).toList().toString();
    }
    if (json.isJsonNull()) {
      return "null";
    }
    return json.getAsJsonPrimitive().isNumber()
        ? number(new BigDecimal(json.getAsString()))
        : json.getAsJsonPrimitive().isBoolean() ? (Object) json.getAsBoolean() : json.getAsString();
  }

  private static String number(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static Object shown(Payload payload) {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "timestamp", payload.timestamp());
    put(map, "seq", payload.seq());
    payload.uuid().ifPresent(each -> map.put("uuid", each));
    payload.body().ifPresent(each -> map.put("body", shown(each)));
    map.put("metrics", payload.metrics().stream().map(PayloadTest::shown).toList().toString());
    return map;
  }

  private static void put(Map<String, Object> map, String key, OptionalLong number) {
    if (number.isPresent()) {
      map.put(key, Long.toUnsignedString(number.getAsLong()));
    }
  }

  private static Map<String, Object> shown(Metric metric) {
    Map<String, Object> map = new LinkedHashMap<>();
    metric.name().ifPresent(each -> map.put("name", each));
    put(map, "alias", metric.alias());
    put(map, "timestamp", metric.timestamp());
    if (metric.datatypeNumber() >= 0) {
      map.put("datatype", String.valueOf(metric.datatypeNumber()));
    }
    if (metric.isHistorical()) {
      map.put("isHistorical", true);
    }
    if (metric.isTransient()) {
      map.put("isTransient", true);
    }
    if (metric.isNull()) {
      map.put("isNull", true);
    }
    if (!metric.metadata().isEmpty()) {
      map.put("metadata", shown(metric.metadata()));
    }
    if (!metric.properties().isEmpty()) {
      map.put("properties", shown(metric.properties()));
    }
    if (metric.isNull()) {
      map.put("value", "null");
    } else if (metric.datatype() == Datatype.UNKNOWN) {
      metric.raw().ifPresent(raw -> map.put("raw", Map.of(field(raw), shown(raw.content()))));
    } else {
      metric.value().ifPresent(each -> map.put("value", shown(each)));
    }
    return map;
  }

  private static String field(Raw raw) {
    return raw.form().name().toLowerCase(Locale.ROOT) + "_value";
  }

  private static Object shown(Object value) {
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? number(new BigDecimal(number + "")) : number + "";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    if (value instanceof byte[] bytes) {
      return Map.of("hex", Bytes.hex(bytes).toUpperCase(Locale.ROOT));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PayloadTest::shown).toList().toString();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> shown = new LinkedHashMap<>();
      map.forEach((key, each) -> shown.put((String) key, shown(each)));
      return shown;
    }
    if (value instanceof Property property) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("type", String.valueOf(property.type()));
      if (property.isNull()) {
        shown.put("isNull", true);
      }
      shown.put("value", shown(property.value().orElse(null)));
      return shown;
    }
    if (value instanceof DataSet table) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("columns", table.columns().toString());
      shown.put("types", table.types().toString());
      shown.put("rows", shown(table.rows()));
      return shown;
    }
    if (value instanceof Template template) {
      return shown(template);
    }
    return value == null || value instanceof Boolean ? value + "" : value;
  }

  private static Map<String, Object> shown(Template template) {
    Map<String, Object> shown = new LinkedHashMap<>();
    template.version().ifPresent(each -> shown.put("version", each));
    template.reference().ifPresent(each -> shown.put("templateRef", each));
    shown.put("isDefinition", template.isDefinition());
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (Template.Parameter each : template.parameters()) {
      Map<String, Object> parameter = new LinkedHashMap<>();
      parameter.put("name", each.name());
      parameter.put("type", String.valueOf(each.type()));
      each.value().ifPresent(value -> parameter.put("value", shown(value)));
      parameters.add(parameter);
    }
    shown.put("parameters", parameters.toString());
    shown.put("metrics", template.metrics().stream().map(PayloadTest::shown).toList().toString());
    return shown;
  }

  @Test
  void writesWhatItReads() {
    for (JsonObject vector : Vectors.of("payloads.json")) {
      if (vector.has("error")) {
        continue;
      }
      Payload read = Payload.read(Vectors.bytes(vector));
      boolean isPlain =
          read.metrics().stream()
              .allMatch(
                  each ->
                      each.properties().isEmpty()
                          && each.metadata().isEmpty()
                          && each.raw()
                              .filter(raw -> raw.form().compareTo(Raw.Form.BYTES) > 0)
                              .isEmpty());
      if (isPlain) {
        assertThat(shown(Payload.read(read.write()))).isEqualTo(shown(read));
      }
    }
  }

  @Test
  void readsArraysOfFlags() {
    byte[] flags = Bytes.hex("0C000000 CA50");
    assertThat(Datatype.BOOLEAN_ARRAY.read(new Raw(Raw.Form.BYTES, flags)))
        .contains(
            List.of(true, true, false, false, true, false, true, false, false, true, false, true));
    assertThat(Datatype.BOOLEAN_ARRAY.read(new Raw(Raw.Form.BYTES, Bytes.hex("FFFFFF7F CA50"))))
        .isEmpty();
    assertThat(Datatype.INT_32_ARRAY.read(new Raw(Raw.Form.BYTES, Bytes.hex("0102030405"))))
        .isEmpty();
    assertThat(Datatype.STRING_ARRAY.read(new Raw(Raw.Form.BYTES, Bytes.utf8("abc")))).isEmpty();
  }

  @Test
  void keepsATextInANumberAText() {
    assertThat(Datatype.INT_32.read(new Raw(Raw.Form.STRING, "x"))).isEqualTo(Optional.of("x"));
    assertThat(Datatype.BOOLEAN.read(new Raw(Raw.Form.INT, 1L))).isEqualTo(Optional.of(true));
  }
}
