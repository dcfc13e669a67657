package io.integrationhost.emulator.event;

import java.util.HashMap;
import java.util.Map;

/** An object of the stream: its class and its values by declaring class and field. */
final class StreamObject {
  private record Key(String declaringClass, String field) {}

  private final String className;
  private final Map<Key, Object> values = new HashMap<>();

  StreamObject(String className) {
    this.className = className;
  }

  String className() {
    return className;
  }

  void put(String declaringClass, String field, Object value) {
    values.put(new Key(declaringClass, field), value);
  }

  /** The value, or null; fails where the server's assignment of the value would fail. */
  <T> T get(String declaringClass, String field, Class<T> type) throws EventFormatException {
    Object value = values.get(new Key(declaringClass, field));
    if (value != null && !type.isInstance(value)) {
      throw new EventFormatException(
          "field "
              + field
              + " of "
              + EventClasses.simpleName(declaringClass)
              + " is no "
              + type.getSimpleName());
    }
    return type.cast(value);
  }

  Object get(String declaringClass, String field) {
    return values.get(new Key(declaringClass, field));
  }
}
