package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Values;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Entity;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.modbus.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Readings of one device as uplinks.
 *
 * @param device whose they are
 * @param unit its address
 * @param connection over which it is heard
 * @param output whether they are decoded, or JSON for the converter
 */
public record Handover(Device device, int unit, String connection, Plan.Output output) {

  boolean isForConverter() {
    return output == Plan.Output.CONVERTER;
  }

  /**
   * An uplink of readings.
   *
   * @param batch at least one, in the order of time
   * @param more metadata for the converter
   */
  public Uplink uplink(List<Measured> batch, Map<String, String> more) {
    if (isForConverter()) {
      Map<String, Object> values = new LinkedHashMap<>();
      batch.forEach(each -> values.put(each.key(), each.value()));
      Map<String, String> metadata = new HashMap<>(more);
      metadata.put("ts", Long.toString(batch.get(batch.size() - 1).ts()));
      return payload(values, metadata);
    }
    Map<Long, Map<String, Value>> times = new TreeMap<>();
    Map<String, Value> attributes = new LinkedHashMap<>();
    for (Measured each : batch) {
      Map<String, Value> values =
          each.isAttribute()
              ? attributes
              : times.computeIfAbsent(each.ts(), none -> new LinkedHashMap<>());
      values.put(each.key(), each.asValue());
    }
    List<TimedValues> telemetry = new ArrayList<>();
    times.forEach((ts, values) -> telemetry.add(new TimedValues(ts, values)));
    if (attributes.isEmpty()) {
      return new Uplink.Telemetry(device, telemetry, source());
    } else if (telemetry.isEmpty()) {
      return new Uplink.Attributes(device, attributes, source());
    }
    return new Uplink.Readings(
        List.of(new Reading(Entity.of(device), telemetry, attributes)), source());
  }

  Uplink payload(Object content, Map<String, String> more) {
    Map<String, String> metadata = new HashMap<>(more);
    metadata.put("deviceName", device.name());
    metadata.put("deviceType", device.type());
    metadata.put("unit", Integer.toString(unit));
    metadata.put("connection", connection);
    return new Uplink.Payload(
        Bytes.utf8(Values.json(content)), ContentType.JSON, metadata, source(), Optional.empty());
  }

  private Source source() {
    return new Source(connection + " unit " + unit);
  }
}
