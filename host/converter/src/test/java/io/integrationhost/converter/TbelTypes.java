package io.integrationhost.converter;

import io.integrationhost.converter.tbel.ScriptDate;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names that the vectors give to types. */
final class TbelTypes {
  private static final Map<Class<?>, String> NAMES =
      Map.of(
          Integer.class, "int",
          Long.class, "long",
          Float.class, "float",
          Double.class, "double",
          Byte.class, "byte",
          Character.class, "char",
          Boolean.class, "boolean",
          String.class, "string",
          ScriptDate.class, "date",
          Date.class, "java.util.Date");

  private TbelTypes() {}

  static String name(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Map) {
      return "map";
    }
    if (value instanceof Set) {
      return "set";
    }
    if (value instanceof List || value.getClass().isArray()) {
      return "list";
    }
    return NAMES.getOrDefault(value.getClass(), value.getClass().getSimpleName());
  }

  /** Of the elements, sorted, joined by a bar. */
  static String elements(Object value) {
    Set<String> names = new TreeSet<>();
    elementsOf(value).forEach(each -> names.add(name(each)));
    return String.join("|", names);
  }

  private static Collection<?> elementsOf(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection;
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(Array.get(value, i));
    }
    return elements;
  }
}
