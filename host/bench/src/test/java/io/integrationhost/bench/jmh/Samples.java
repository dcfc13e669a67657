package io.integrationhost.bench.jmh;

import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.workbench.demo.Demo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the benchmarks work on: the guide's reading and converter. */
final class Samples {

  static final String GUIDE_IN_TBEL =
      """
      var values = decodeToString(payload).split(',');
      return {
        deviceName: 'unnamed',
        deviceType: 'sensor',
        telemetry: {
          temperature: parseDouble(values[0]),
          humidity: parseDouble(values[1]),
          batteryLevel: parseDouble(values[2])
        }
      };
      """;

  private Samples() {}

  static List<TimedValues> telemetry() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("temperature", Value.of(25L));
    values.put("humidity", Value.of(40L));
    values.put("batteryLevel", Value.of(94L));
    return List.of(new TimedValues(1_760_000_000_000L, values));
  }

  static EntityData item() {
    return new EntityData(
        EntityKind.DEVICE,
        "Device B",
        "default",
        "",
        "",
        "",
        Optional.of(telemetry()),
        Optional.empty());
  }

  static Uplink uplink() {
    return new Uplink.Telemetry(Device.named("Device B"), telemetry(), new Source("session 1"));
  }

  static byte[] payload() {
    return "25,40,94".getBytes(StandardCharsets.US_ASCII);
  }

  /** The guide's converter. */
  static ConverterDefinition guideConverter() throws IOException {
    return converter(guide());
  }

  /** Its script. */
  static String guide() throws IOException {
    try (InputStream script = Demo.class.getResourceAsStream("decoder.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The guide's converter in the other language. */
  static ConverterDefinition guideConverterInTbel() {
    return converter("TBEL", "tbelDecoder", GUIDE_IN_TBEL);
  }

  /** A converter that does nothing: what is left is the engine's own cost. */
  static ConverterDefinition emptyConverter() {
    return converter("return [];");
  }

  private static ConverterDefinition converter(String decoder) {
    return converter("JS", "decoder", decoder);
  }

  private static ConverterDefinition converter(String language, String key, String decoder) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("scriptLang", language);
    configuration.addProperty(key, decoder);
    return new ConverterDefinition("benchmark", "benchmark", configuration.toString());
  }
}
