package io.integrationhost.plugins.teltonika.telemetry;

import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.AvlRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns records into telemetry and attributes. Thread-safe. */
public final class RecordMapper {

  /** Keys of a record itself, which no element may have. */
  static final Set<String> RESERVED =
      Set.of(
          "latitude",
          "longitude",
          "altitude",
          "angle",
          "speed",
          "satellites",
          "positionValid",
          "priority",
          "eventId");

  /**
   * What the records of a frame say.
   *
   * @param telemetry one entry for each record, in the frame's order
   * @param attributes of elements that are kept as attributes, each as the newest record has it
   */
  public record Readings(List<TimedValues> telemetry, Map<String, Value> attributes) {
    public Readings {
      telemetry = List.copyOf(telemetry);
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
  }

  private final Elements elements;

  public RecordMapper(Elements elements) {
    this.elements = elements;
  }

  /** What the records say; without position where a record has none of its own moment. */
  public Readings map(List<AvlRecord> records) {
    List<TimedValues> telemetry = new ArrayList<>();
    records.forEach(record -> telemetry.add(telemetry(record)));
    Map<String, Value> attributes = new LinkedHashMap<>();
    records.stream()
        .sorted(Comparator.comparingLong(AvlRecord::timestamp))
        .forEach(record -> putElements(record, true, attributes));
    return new Readings(telemetry, attributes);
  }

  private TimedValues telemetry(AvlRecord record) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (record.isPositioned()) {
      values.put("latitude", Value.of(record.latitudeDegrees()));
      values.put("longitude", Value.of(record.longitudeDegrees()));
      values.put("altitude", Value.of((long) record.altitude()));
      values.put("angle", Value.of((long) record.angle()));
      values.put("speed", Value.of((long) record.speed()));
    }
    values.put("satellites", Value.of((long) record.satellites()));
    values.put("positionValid", Value.of(record.isPositioned()));
    values.put("priority", Value.of((long) record.priority()));
    if (record.event() != 0) {
      values.put("eventId", Value.of((long) record.event()));
    }
    putElements(record, false, values);
    return new TimedValues(record.timestamp(), values);
  }

  private void putElements(AvlRecord record, boolean attributes, Map<String, Value> target) {
    record
        .io()
        .forEach(
            (id, value) ->
                elements
                    .find(id)
                    .filter(element -> element.isAttribute() == attributes)
                    .ifPresent(element -> element.put(value, target)));
  }
}
