package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.SocketDevice;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values from public reports that were taken for what they are not. */
class FieldValuesTest {

  private static final Set<String> SPECIAL =
      Set.of("noTemperatureOf", "key", "signedHundredths", "element");

  /** One entry of {@code teltonika-values.json}. */
  record FieldVector(JsonObject json) {

    static Stream<FieldVector> all() {
      List<FieldVector> vectors = new ArrayList<>();
      try (var in =
          new InputStreamReader(
              FieldVector.class.getResourceAsStream("/vectors/field/teltonika-values.json"),
              StandardCharsets.UTF_8)) {
        for (JsonElement each : JsonParser.parseReader(in).getAsJsonArray()) {
          vectors.add(new FieldVector(each.getAsJsonObject()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return vectors.stream();
    }

    String input(String key) {
      return json.getAsJsonObject("input").get(key).getAsString();
    }

    @Override
    public String toString() {
      return json.get("name").getAsString();
    }
  }

  @ParameterizedTest
  @MethodSource("io.integrationhost.plugins.teltonika.FieldValuesTest$FieldVector#all")
  void areTakenForWhatTheyAre(FieldVector vector) throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login(vector.input("imei"))) {
      device.say(Tracking.hex(vector.input("hex")));
      Tracking.expect(device, "00000001");
      Map<String, Value> values = tracking.telemetry().get(0).values().get(0).values();
      JsonObject expected = vector.json().getAsJsonObject("expect");
      if (expected.has("noTemperatureOf")) {
        assertThat(values)
            .doesNotContainEntry(
                expected.get("key").getAsString(),
                Value.of(expected.get("noTemperatureOf").getAsDouble()));
      }
      if (expected.has("signedHundredths")) {
        assertThat(values).containsValue(Value.of(expected.get("signedHundredths").getAsDouble()));
      }
      expected.entrySet().stream()
          .filter(entry -> !SPECIAL.contains(entry.getKey()))
          .forEach(
              entry ->
                  assertThat(values)
                      .containsEntry(entry.getKey(), Value.of(entry.getValue().getAsDouble())));
    }
  }
}
