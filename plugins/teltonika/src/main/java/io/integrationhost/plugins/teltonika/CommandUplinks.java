package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.DeviceMessage;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the outcome of commands looks like in ThingsBoard. */
final class CommandUplinks {

  private final Clock clock;

  CommandUplinks(Clock clock) {
    this.clock = clock;
  }

  /** A message of a device; with the command when it is the response to one. */
  Uplink message(Tracker tracker, DeviceMessage message, Optional<Command> command) {
    Map<String, Value> values = new LinkedHashMap<>();
    command.ifPresent(answered -> values.put("command", Value.of(answered.word())));
    if (message.type() == DeviceMessage.RESPONSE) {
      values.put("commandResponse", Value.of(shown(message)));
    } else {
      values.put("messageType", Value.of((long) message.type()));
      values.put("message", Value.of(HexFormat.of().formatHex(message.payload())));
    }
    return telemetry(tracker, values);
  }

  /** A command that was sent and has no response. */
  Uplink failure(Tracker tracker, Command command, String why) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("command", Value.of(command.word()));
    values.put("commandError", Value.of(why));
    return telemetry(tracker, values);
  }

  private static String shown(DeviceMessage message) {
    return message
        .text()
        .map(String::strip)
        .orElseGet(() -> HexFormat.of().formatHex(message.payload()));
  }

  private Uplink telemetry(Tracker tracker, Map<String, Value> values) {
    return new Uplink.Telemetry(
        tracker.device(), List.of(new TimedValues(clock.millis(), values)), tracker.source());
  }
}
