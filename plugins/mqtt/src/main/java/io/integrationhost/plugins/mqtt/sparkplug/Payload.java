package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The payload of a message of Sparkplug B.
 *
 * @param timestamp when it was sent, milliseconds since 1970-01-01 UTC
 * @param metrics in order
 * @param seq its place in what the node sends, 0 to 255; a will has none
 * @param uuid names a schema of the body
 * @param body what the schema says
 */
record Payload(
    OptionalLong timestamp,
    List<Metric> metrics,
    OptionalLong seq,
    Optional<String> uuid,
    Optional<byte[]> body) {

  /** A payload of metrics that was sent at a time. */
  static Payload of(long timestamp, List<Metric> metrics) {
    return new Payload(
        OptionalLong.of(timestamp),
        metrics,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with its place in what the node sends. */
  Payload at(long place) {
    return new Payload(timestamp, metrics, OptionalLong.of(place), uuid, body);
  }

  /**
   * Reads a payload.
   *
   * @throws IllegalArgumentException says why the bytes are none
   */
  static Payload read(byte[] bytes) {
    OptionalLong timestamp = OptionalLong.empty();
    List<Metric> metrics = new ArrayList<>();
    OptionalLong seq = OptionalLong.empty();
    Optional<String> uuid = Optional.empty();
    Optional<byte[]> body = Optional.empty();
    var in = new WireReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> timestamp = OptionalLong.of(in.number());
        case 2 -> metrics.add(Metric.read(in.message()));
        case 3 -> seq = OptionalLong.of(in.number());
        case 4 -> uuid = Optional.of(in.text());
        case 5 -> body = Optional.of(in.bytes());
        default -> in.skip();
      }
    }
    return new Payload(timestamp, metrics, seq, uuid, body);
  }

  byte[] write() {
    var out = new WireWriter();
    timestamp.ifPresent(time -> out.number(1, time));
    metrics.forEach(metric -> out.bytes(2, metric.write()));
    seq.ifPresent(number -> out.number(3, number));
    uuid.ifPresent(text -> out.text(4, text));
    body.ifPresent(bytes -> out.bytes(5, bytes));
    return out.toBytes();
  }
}
