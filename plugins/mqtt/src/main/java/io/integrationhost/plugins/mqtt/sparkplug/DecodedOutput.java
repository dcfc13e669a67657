package io.integrationhost.plugins.mqtt.sparkplug;

import io.integrationhost.kit.Values;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Entity;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.mqtt.message.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Telemetry with the metrics' own times, and attributes: past the converter. What ThingsBoard
 * cannot keep is left out: null, numbers that are none, definitions of templates.
 */
final class DecodedOutput implements Output {

  /** True while the node or device is there. */
  private static final String ONLINE = "sparkplug.online";

  /** A death may end many devices. */
  private static final int MOST_READINGS = 500;

  private final SparkplugSettings settings;
  private final MemberNames names;

  DecodedOutput(SparkplugSettings settings, MemberNames names) {
    this.settings = settings;
    this.names = names;
  }

  @Override
  public List<Uplink> uplinks(Message message, Topic.Kind kind, Heard heard) {
    List<Reading> readings = new ArrayList<>();
    Map<String, Value> attributes = new LinkedHashMap<>();
    for (Heard.Change change : heard.changes()) {
      if (change.member().equals(heard.from())) {
        attributes.put(ONLINE, Value.of(change.isOnline()));
      } else {
        Map<String, Value> gone = Map.of(ONLINE, Value.of(change.isOnline()));
        readings.add(new Reading(entity(change.member()), List.of(), gone));
      }
    }
    Map<Long, Map<String, Value>> telemetry = new LinkedHashMap<>();
    for (Heard.Reported reported : heard.values()) {
      Optional<Value> value = reported.value().flatMap(DecodedOutput::value);
      if (value.isPresent() && isAttribute(reported.name())) {
        attributes.put(reported.name(), value.get());
      } else if (value.isPresent()) {
        telemetry
            .computeIfAbsent(reported.timestamp(), time -> new LinkedHashMap<>())
            .put(reported.name(), value.get());
      }
    }
    if (!attributes.isEmpty() || !telemetry.isEmpty()) {
      List<TimedValues> times = new ArrayList<>(telemetry.size());
      telemetry.forEach((time, values) -> times.add(new TimedValues(time, values)));
      readings.add(new Reading(entity(heard.from()), times, attributes));
    }
    return uplinks(heard.from(), readings);
  }

  /** All of a node has one source: a death must not pass the birth that follows it. */
  private static List<Uplink> uplinks(Member from, List<Reading> readings) {
    Source source = new Source(from.itsNode().toString());
    List<Uplink> uplinks = new ArrayList<>();
    for (int i = 0; i < readings.size(); i += MOST_READINGS) {
      int end = Math.min(readings.size(), i + MOST_READINGS);
      uplinks.add(new Uplink.Readings(readings.subList(i, end), source));
    }
    return uplinks;
  }

  private Entity entity(Member member) {
    return Entity.of(new Device(names.name(member), settings.profile()));
  }

  private boolean isAttribute(String name) {
    return settings.attributes().stream().anyMatch(name::startsWith);
  }

  /** The value as ThingsBoard keeps it; empty for what it cannot keep. */
  static Optional<Value> value(Object value) {
    if (value instanceof Boolean flag) {
      return Optional.of(Value.of(flag));
    }
    if (value instanceof Long whole) {
      return Optional.of(Value.of(whole));
    }
    if (value instanceof Float || value instanceof Double) {
      // 21.6 as a float is 21.6 for people, not 21.600000381469727.
      double number = Double.parseDouble(value.toString());
      return Double.isFinite(number) ? Optional.of(Value.of(number)) : Optional.empty();
    }
    if (value instanceof byte[] bytes) {
      return Optional.of(Value.of(Base64.getEncoder().encodeToString(bytes)));
    }
    if (value instanceof Template template && template.isDefinition()) {
      return Optional.empty();
    }
    boolean isStructure =
        value instanceof Template || value instanceof DataSet || value instanceof List<?>;
    // A number beyond 64 bits with a sign is a text, so that no digit is lost.
    return Optional.of(
        isStructure ? Value.json(Values.json(value, Plain::of)) : Value.of(value.toString()));
  }
}
