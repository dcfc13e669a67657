package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DedicatedKeysTest {
  private static final Set<String> KEYS = new LinkedHashSet<>(List.of("a", "b", "absent", "none"));

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}                         | {telemetry: {a: 1, b: 'x'}}",
        "{telemetry: {}}            | {telemetry: {a: 1, b: 'x'}}",
        "{telemetry: {t: 5, a: 7}}  | {telemetry: {t: 5, a: 7, b: 'x'}}",
        "{telemetry: {a: null}}     | {telemetry: {a: null, b: 'x'}}",
        "{telemetry: {ts: 5}}       | {telemetry: {ts: 5, a: 1, b: 'x'}}",
        "{telemetry: {values: {}}}  | {telemetry: {values: {}, a: 1, b: 'x'}}",
        "{telemetry: {ts: 5, values: {b: 2}}} | {telemetry: {ts: 5, values: {b: 2, a: 1}}}",
        "{telemetry: []}            | {telemetry: [{a: 1, b: 'x'}]}",
        "{telemetry: [{t: 5}]}      | {telemetry: [{t: 5}, {a: 1, b: 'x'}]}",
        "{telemetry: [{t: 5, a: 7}, {ts: 1, values: {t: 6}}]} |"
            + " {telemetry: [{t: 5, a: 7}, {ts: 1, values: {t: 6}}, {b: 'x'}]}",
        "{telemetry: [{a: 7}, {ts: 1, values: {b: 6}}]} |"
            + " {telemetry: [{a: 7}, {ts: 1, values: {b: 6}}]}",
        "{telemetry: 5}             | {telemetry: 5}",
        "{telemetry: null}          | {telemetry: null}",
      })
  void telemetry(String result, String expected) {
    JsonObject json = json(result);
    new DedicatedKeys(json("{a: 1, b: 'x', none: null, c: 3}")).addTelemetry(json, KEYS);
    assertThat(json).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}                         | {attributes: {a: 1, b: 'x'}}",
        "{attributes: {a: 7, t: 5}} | {attributes: {a: 7, t: 5, b: 'x'}}",
        "{attributes: {ts: 1, values: {}}} | {attributes: {ts: 1, values: {}, a: 1, b: 'x'}}",
        "{attributes: []}           | {attributes: []}",
        "{attributes: null}         | {attributes: null}",
      })
  void attributes(String result, String expected) {
    JsonObject json = json(result);
    new DedicatedKeys(json("{a: 1, b: 'x', none: null, c: 3}")).addAttributes(json, KEYS);
    assertThat(json).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource({"absent", "none"})
  void nothingToAddLeavesThemAbsent(String key) {
    JsonObject json = new JsonObject();
    DedicatedKeys keys = new DedicatedKeys(json("{none: null}"));
    keys.addTelemetry(json, Set.of(key));
    keys.addAttributes(json, Set.of(key));
    assertThat(json).isEqualTo(new JsonObject());
  }
}
