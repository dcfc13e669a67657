package io.integrationhost.kit.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The header of a message, in its order; names in lower case. For one thread until it is read. */
public final class Headers {

  private String[] names = new String[8];
  private String[] values = new String[8];
  private int size;
  private volatile Made made;

  private record Made(Object by, Object what) {}

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
   * What is made of a header. Who keeps a connection mostly sends the same header again, which is
   * then the same object: what was made of it before is given again. Any thread.
   *
   * @param by whose it is; nothing is given of another's
   * @param type of what is made
   * @param make makes it, by nothing but the head; its result is not changed any more
   * @param <T> of what is made
   * @return what was made
   */
  public <T> T made(Object by, Class<T> type, Supplier<T> make) {
    Made before = made;
    if (before != null && before.by() == by) {
      return type.cast(before.what());
    }
    T what = make.get();
    made = new Made(by, what);
    return what;
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
