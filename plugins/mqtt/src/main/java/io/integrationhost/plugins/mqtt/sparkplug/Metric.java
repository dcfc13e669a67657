package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A metric as it came.
 *
 * @param name empty where the alias stands for it
 * @param alias a number that the birth gave to the name; unsigned
 * @param timestamp milliseconds since 1970-01-01 UTC
 * @param datatype what the payload said, else {@link Datatype#UNKNOWN}
 * @param datatypeNumber the number as it came; -1 for none
 * @param isHistorical measured while the node was away
 * @param isTransient not worth keeping, as the node says
 * @param isNull has no value now
 * @param metadata what describes a file and its parts
 * @param properties what describes the metric, such as its unit
 * @param raw the value; empty for null and where there is none
 */
record Metric(
    Optional<String> name,
    OptionalLong alias,
    OptionalLong timestamp,
    Datatype datatype,
    int datatypeNumber,
    boolean isHistorical,
    boolean isTransient,
    boolean isNull,
    Map<String, Object> metadata,
    Map<String, Property> properties,
    Optional<Raw> raw) {

  /** The field of the first kind of value. */
  static final int VALUE = 10;

  /** A metric with a name and a value, or null for none. */
  static Metric of(String name, long timestamp, Datatype datatype, Raw raw) {
    return new Metric(
        Optional.of(name),
        OptionalLong.empty(),
        OptionalLong.of(timestamp),
        datatype,
        datatype.number(),
        false,
        false,
        raw == null,
        Map.of(),
        Map.of(),
        Optional.ofNullable(raw));
  }

  /** The same with a number that stands for its name later. */
  Metric as(long number) {
    return with(name, OptionalLong.of(number), datatype, datatypeNumber);
  }

  /** The same with the number alone, as it stands in data messages. */
  Metric bare(long number) {
    return with(Optional.empty(), OptionalLong.of(number), Datatype.UNKNOWN, -1);
  }

  private Metric with(Optional<String> called, OptionalLong number, Datatype type, int typeNumber) {
    return new Metric(
        called,
        number,
        timestamp,
        type,
        typeNumber,
        isHistorical,
        isTransient,
        isNull,
        metadata,
        properties,
        raw);
  }

  /** The value by the metric's own datatype. */
  Optional<Object> value() {
    return raw.flatMap(datatype::read);
  }

  static Metric read(WireReader in) {
    Optional<String> name = Optional.empty();
    OptionalLong alias = OptionalLong.empty();
    OptionalLong timestamp = OptionalLong.empty();
    int datatype = -1;
    boolean isHistorical = false;
    boolean isTransient = false;
    boolean isNull = false;
    Map<String, Object> metadata = Map.of();
    Map<String, Property> properties = Map.of();
    Raw raw = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = Optional.of(in.text());
        case 2 -> alias = OptionalLong.of(in.number());
        case 3 -> timestamp = OptionalLong.of(in.number());
        case 4 -> datatype = (int) in.number();
        case 5 -> isHistorical = in.flag();
        case 6 -> isTransient = in.flag();
        case 7 -> isNull = in.flag();
        case 8 -> metadata = metadata(in.message());
        case 9 -> properties = Property.set(in.message());
        case VALUE, 11, 12, 13, 14, 15 -> raw = Raw.plain(in.field() - VALUE, in);
        case 16 -> raw = new Raw(Raw.Form.BYTES, in.bytes());
        case 17 -> raw = new Raw(Raw.Form.DATA_SET, DataSet.read(in.message()));
        case 18 -> raw = new Raw(Raw.Form.TEMPLATE, Template.read(in.message()));
        default -> in.skip();
      }
    }
    return new Metric(
        name,
        alias,
        timestamp,
        Datatype.of(datatype),
        datatype,
        isHistorical,
        isTransient,
        isNull,
        metadata,
        properties,
        isNull ? Optional.empty() : Optional.ofNullable(raw));
  }

  private static Map<String, Object> metadata(WireReader in) {
    Map<String, Object> read = new LinkedHashMap<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> read.put("isMultiPart", in.flag());
        case 2 -> read.put("contentType", in.text());
        case 3 -> read.put("size", in.number());
        case 4 -> read.put("seq", in.number());
        case 5 -> read.put("fileName", in.text());
        case 6 -> read.put("fileType", in.text());
        case 7 -> read.put("md5", in.text());
        case 8 -> read.put("description", in.text());
        default -> in.skip();
      }
    }
    return read;
  }

  /**
   * The metric as a field of a payload; without metadata and properties, which hosts do not send.
   */
  byte[] write() {
    var out = new WireWriter();
    name.ifPresent(text -> out.text(1, text));
    alias.ifPresent(number -> out.number(2, number));
    timestamp.ifPresent(time -> out.number(3, time));
    if (datatypeNumber >= 0) {
      out.number(4, datatypeNumber);
    }
    if (isHistorical) {
      out.flag(5, true);
    }
    if (isTransient) {
      out.flag(6, true);
    }
    if (isNull) {
      out.flag(7, true);
    }
    raw.ifPresent(value -> value.write(out));
    return out.toBytes();
  }
}
