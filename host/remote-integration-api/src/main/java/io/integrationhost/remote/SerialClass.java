package io.integrationhost.remote;

import java.util.List;

/**
 * A class as Java's serialisation describes it.
 *
 * @param fields in stream order
 * @param parent null for the topmost
 */
record SerialClass(String name, long uid, List<Field> fields, SerialClass parent) {

  /**
   * @param type {@code J}, {@code Z}, or {@code L} with a class name
   */
  record Field(String name, String type) {
    boolean isObject() {
      return type.charAt(0) == 'L';
    }
  }

  static Field number(String name) {
    return new Field(name, "J");
  }

  static Field flag(String name) {
    return new Field(name, "Z");
  }

  static Field object(String name, String className) {
    return new Field(name, "L" + className.replace('.', '/') + ";");
  }
}
