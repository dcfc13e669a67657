package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several metrics as one value, or what such a value is made of.
 *
 * @param version of the definition
 * @param reference the name of the definition; empty for a definition itself
 * @param isDefinition says how instances look; its values are defaults, not readings
 * @param parameters what the metrics are told
 * @param metrics in order
 */
record Template(
    Optional<String> version,
    Optional<String> reference,
    boolean isDefinition,
    List<Parameter> parameters,
    List<Metric> metrics) {

  /**
   * What the metrics of a template are told.
   *
   * @param name unique in the template
   * @param type its datatype
   * @param value by the type; empty for none
   */
  record Parameter(String name, int type, Optional<Object> value) {}

  static Template read(WireReader in) {
    Optional<String> version = Optional.empty();
    Optional<String> reference = Optional.empty();
    boolean isDefinition = false;
    List<Parameter> parameters = new ArrayList<>();
    List<Metric> metrics = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> version = Optional.of(in.text());
        case 2 -> metrics.add(Metric.read(in.message()));
        case 3 -> parameters.add(parameter(in.message()));
        case 4 -> reference = Optional.of(in.text());
        case 5 -> isDefinition = in.flag();
        default -> in.skip();
      }
    }
    return new Template(version, reference, isDefinition, parameters, metrics);
  }

  private static Parameter parameter(WireReader in) {
    String name = "";
    int type = -1;
    Optional<Raw> raw = Optional.empty();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> type = (int) in.number();
        case 3, 4, 5, 6, 7, 8 -> raw = Optional.of(Raw.plain(in.field() - 3, in));
        default -> in.skip();
      }
    }
    return new Parameter(name, type, raw.flatMap(Datatype.of(type)::read));
  }
}
