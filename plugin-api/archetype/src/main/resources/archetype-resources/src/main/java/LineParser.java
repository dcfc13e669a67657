package ${package};

import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Turns a line of a device into telemetry. This is where your protocol goes. */
record LineParser(Clock clock) {

  /** A line has the form: device key value. */
  Uplink.Telemetry parse(String line, Source source) {
    String[] words = line.trim().split("\\s+", 3);
    if (words.length < 3) {
      throw new IllegalArgumentException("expected: device key value");
    }
    TimedValues values = new TimedValues(clock.millis(), Map.of(words[1], value(words[2])));
    return new Uplink.Telemetry(Device.named(words[0]), List.of(values), source);
  }

  private static Value value(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? Value.of(number) : Value.of(text);
    } catch (NumberFormatException e) {
      return Value.of(text);
    }
  }
}
