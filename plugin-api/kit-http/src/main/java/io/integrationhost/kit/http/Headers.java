package io.integrationhost.kit.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The header of a message, in its order; names in lower case. For one thread until it is read. */
public final class Headers {

  private String[] names = new String[8];
  private String[] values = new String[8];
  private int size;

  void add(String name, String value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    names[size] = name;
    values[size] = value;
    size++;
  }

  /**
   * How many lines there are.
   *
   * @return with those that bear the same name
   */
  public int size() {
    return size;
  }

  /**
   * The first value of a name.
   *
   * @param name in lower case
   * @return as it was sent, without white space around it
   */
  public Optional<String> first(String name) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return Optional.of(values[i]);
      }
    }
    return Optional.empty();
  }

  /** How often a name occurs. */
  int count(String name) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += names[i].equals(name) ? 1 : 0;
    }
    return count;
  }

  /** Whether a list of words, such as that of {@code Connection}, has a word. */
  boolean lists(String name, String word) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        for (String each : values[i].split(",", -1)) {
          if (each.strip().equalsIgnoreCase(word)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * Each line.
   *
   * @param line gets a name in lower case and its value, in the order of the message
   */
  public void forEach(BiConsumer<String, String> line) {
    for (int i = 0; i < size; i++) {
      line.accept(names[i], values[i]);
    }
  }

  /**
   * Of each name its first value.
   *
   * @return in the order of the message
   */
  public Map<String, String> firsts() {
    Map<String, String> firsts = new LinkedHashMap<>();
    forEach(firsts::putIfAbsent);
    return firsts;
  }

  /**
   * A header for tests and for messages of one's own.
   *
   * @param lines by name
   * @return the header
   */
  public static Headers of(Map<String, String> lines) {
    var headers = new Headers();
    lines.forEach((name, value) -> headers.add(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  /** Names only: values may be secret. */
  @Override
  public String toString() {
    return Arrays.asList(names).subList(0, size).toString();
  }
}
