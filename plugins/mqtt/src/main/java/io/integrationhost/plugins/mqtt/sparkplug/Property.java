package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a metric says of itself, such as its unit.
 *
 * @param type its datatype
 * @param isNull has no value
 * @param value by the type; a map of properties or a list of such maps for the two types that nest
 */
record Property(int type, boolean isNull, Optional<Object> value) {

  /** Properties by key; what has no key or no value is left out. */
  static Map<String, Property> set(WireReader in) {
    List<String> keys = new ArrayList<>();
    List<Property> values = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          in.part();
          keys.add(in.text());
        }
        case 2 -> values.add(read(in.message()));
        default -> in.skip();
      }
    }
    Map<String, Property> set = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
      set.put(keys.get(i), values.get(i));
    }
    return set;
  }

  private static Property read(WireReader in) {
    int type = -1;
    boolean isNull = false;
    Raw raw = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = (int) in.number();
        case 2 -> isNull = in.flag();
        case 3, 4, 5, 6, 7, 8 -> raw = Raw.plain(in.field() - 3, in);
        case 9 -> raw = new Raw(Raw.Form.PROPERTIES, set(in.message()));
        case 10 -> raw = new Raw(Raw.Form.PROPERTIES_LIST, sets(in.message()));
        default -> in.skip();
      }
    }
    Optional<Object> value = Optional.empty();
    if (!isNull && raw != null) {
      value = Datatype.of(type).read(raw);
    }
    return new Property(type, isNull, value);
  }

  private static List<Map<String, Property>> sets(WireReader in) {
    List<Map<String, Property>> sets = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        sets.add(set(in.message()));
      } else {
        in.skip();
      }
    }
    return sets;
  }
}
