package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values as JSON has them. */
final class Plain {

  private Plain() {}

  /**
   * What a table, a template or bytes look like, but for what is within; anything else as it is.
   *
   * @param value what {@link Datatype#read} gives, maps, lists and null
   */
  static Object of(Object value) {
    if (value instanceof DataSet table) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("columns", table.columns());
      map.put("rows", table.rows());
      return map;
    }
    if (value instanceof Template template) {
      Map<String, Object> map = new LinkedHashMap<>();
      template.reference().ifPresent(text -> map.put("templateRef", text));
      template.version().ifPresent(text -> map.put("version", text));
      Map<String, Object> parameters = new LinkedHashMap<>();
      template.parameters().forEach(each -> parameters.put(each.name(), each.value().orElse(null)));
      map.put("parameters", parameters);
      Map<String, Object> metrics = new LinkedHashMap<>();
      template
          .metrics()
          .forEach(each -> metrics.put(each.name().orElse(""), each.value().orElse(null)));
      map.put("metrics", metrics);
      return map;
    }
    if (value instanceof Property property) {
      return property.value().orElse(null);
    }
    return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value;
  }
}
