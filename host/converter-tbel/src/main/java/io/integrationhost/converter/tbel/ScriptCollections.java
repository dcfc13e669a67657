package io.integrationhost.converter.tbel;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.mvel2.SandboxedParserConfiguration;
import org.mvel2.ScriptMemoryOverflowException;
import org.mvel2.execution.ExecutionObject;

/**
 * What scripts get when they make one of Java's own collections. Room that a script asks for in
 * advance is not reserved, and a map, which can be filled without a call of a method, holds little:
 * the language does not count any of them in the memory of a call. Public, as the language makes
 * them.
 */
public final class ScriptCollections {
  private static final int MAX_ENTRIES = 1_000;
  private static final int MAX_TEXT = 1_000;

  /** What Java needs to hold one value, in bytes. */
  private static final long REFERENCE = 64;

  private static final Pattern ADDING =
      Pattern.compile("add|compute|insert|merge|offer|push|put|replace|set");

  private static final Map<String, Class<?>> CLASSES =
      Map.of(
          "java.util.ArrayDeque", OfDeque.class,
          "java.util.ArrayList", OfList.class,
          "java.util.HashMap", OfMap.class,
          "java.util.HashSet", OfSet.class,
          "java.util.LinkedHashMap", OfLinkedMap.class,
          "java.util.LinkedHashSet", OfLinkedSet.class,
          "java.util.PriorityQueue", OfQueue.class,
          "java.util.TreeMap", OfTreeMap.class);

  private ScriptCollections() {}

  /** To be called before anything is compiled. */
  static void register(SandboxedParserConfiguration configuration) {
    CLASSES.forEach(configuration::addImport);
  }

  /**
   * How many bytes a call adds to a collection that the language does not count; at least about.
   */
  public static long added(Object target, Method method, Object[] arguments) {
    if (arguments == null
        || !isUncounted(target)
        || !ADDING.matcher(method.getName()).lookingAt()) {
      return 0;
    }
    long bytes = 0;
    for (Object each : arguments) {
      bytes += REFERENCE + size(each);
    }
    return bytes;
  }

  static boolean isUncounted(Object value) {
    return (value instanceof Collection || value instanceof Map)
        && !(value instanceof ExecutionObject);
  }

  private static long size(Object value) {
    if (value instanceof CharSequence text) {
      return 2L * text.length();
    } else if (value instanceof Collection<?> values) {
      return REFERENCE * values.size();
    } else if (value instanceof Map<?, ?> map) {
      return 2 * REFERENCE * map.size();
    } else if (value != null && value.getClass().isArray()) {
      return Long.BYTES * (long) Array.getLength(value);
    }
    return 0;
  }

  private static void checkEntry(Map<?, ?> map, Object value) {
    boolean large =
        value instanceof CharSequence text ? text.length() > MAX_TEXT : isUncounted(value);
    if (large || map.size() >= MAX_ENTRIES) {
      throw new ScriptMemoryOverflowException(
          "Max map size overflow: a map of Java holds at most "
              + MAX_ENTRIES
              + " entries and texts of "
              + MAX_TEXT
              + " characters; use {} instead");
    }
  }

  public static final class OfList extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;

    public OfList() {}

    public OfList(int capacity) {
      this();
    }

    public OfList(Collection<?> values) {
      super(values);
    }

    @Override
    public void ensureCapacity(int capacity) {}
  }

  public static final class OfDeque extends ArrayDeque<Object> {
    private static final long serialVersionUID = 1L;

    public OfDeque() {}

    public OfDeque(int capacity) {
      this();
    }

    public OfDeque(Collection<?> values) {
      super(values);
    }
  }

  public static final class OfQueue extends PriorityQueue<Object> {
    private static final long serialVersionUID = 1L;

    public OfQueue() {}

    public OfQueue(int capacity) {
      this();
    }

    public OfQueue(Collection<?> values) {
      super(values);
    }

    public OfQueue(Comparator<Object> order) {
      super(order);
    }

    public OfQueue(int capacity, Comparator<Object> order) {
      this(order);
    }
  }

  public static final class OfSet extends HashSet<Object> {
    private static final long serialVersionUID = 1L;

    public OfSet() {}

    public OfSet(int capacity) {
      this();
    }

    public OfSet(int capacity, float load) {
      this();
    }

    public OfSet(Collection<?> values) {
      super(values);
    }
  }

  public static final class OfLinkedSet extends LinkedHashSet<Object> {
    private static final long serialVersionUID = 1L;

    public OfLinkedSet() {}

    public OfLinkedSet(int capacity) {
      this();
    }

    public OfLinkedSet(int capacity, float load) {
      this();
    }

    public OfLinkedSet(Collection<?> values) {
      super(values);
    }
  }

  public static final class OfMap extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1L;

    public OfMap() {}

    public OfMap(int capacity) {
      this();
    }

    public OfMap(int capacity, float load) {
      this();
    }

    public OfMap(Map<?, ?> entries) {
      super(entries);
    }

    @Override
    public Object put(Object key, Object value) {
      checkEntry(this, value);
      return super.put(key, value);
    }
  }

  public static final class OfLinkedMap extends LinkedHashMap<Object, Object> {
    private static final long serialVersionUID = 1L;

    public OfLinkedMap() {}

    public OfLinkedMap(int capacity) {
      this();
    }

    public OfLinkedMap(int capacity, float load) {
      this();
    }

    public OfLinkedMap(Map<?, ?> entries) {
      super(entries);
    }

    @Override
    public Object put(Object key, Object value) {
      checkEntry(this, value);
      return super.put(key, value);
    }
  }

  public static final class OfTreeMap extends TreeMap<Object, Object> {
    private static final long serialVersionUID = 1L;

    public OfTreeMap() {}

    public OfTreeMap(Comparator<Object> order) {
      super(order);
    }

    public OfTreeMap(Map<?, ?> entries) {
      entries.forEach((key, value) -> super.put(key, value));
    }

    @Override
    public Object put(Object key, Object value) {
      checkEntry(this, value);
      return super.put(key, value);
    }
  }
}
