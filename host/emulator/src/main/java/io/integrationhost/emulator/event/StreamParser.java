package io.integrationhost.emulator.event;

import io.integrationhost.emulator.event.StreamParser.ClassDescriptor.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the Java serialisation grammar that events use (facts 4.4): objects of known classes,
 * texts, null and references. A reference can only go to what is complete, so there are no cycles;
 * handles and depth are bounded, so memory is bounded by the input.
 */
final class StreamParser {
  private static final int MAGIC_AND_VERSION = 0xACED0005;
  private static final int FIRST_HANDLE = 0x7E0000;
  private static final int MAX_HANDLES = 512;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_FIELDS = 64;

  private static final int TC_NULL = 0x70;
  private static final int TC_REFERENCE = 0x71;
  private static final int TC_CLASSDESC = 0x72;
  private static final int TC_OBJECT = 0x73;
  private static final int TC_STRING = 0x74;
  private static final int TC_ENDBLOCKDATA = 0x78;
  private static final int TC_LONGSTRING = 0x7C;
  private static final int SC_SERIALIZABLE = 0x02;

  private final StreamCursor in;
  private final EventClasses classes;
  private final List<Optional<Object>> handles = new ArrayList<>();

  StreamParser(byte[] bytes, EventClasses classes) {
    this.in = new StreamCursor(bytes);
    this.classes = classes;
  }

  /** The first object of the stream; what follows it is ignored, as the server does. */
  StreamObject parse() throws EventFormatException {
    if (in.i4() != MAGIC_AND_VERSION) {
      throw new EventFormatException("no Java serialisation stream: AC ED 00 05 is missing");
    }
    if (content(0) instanceof StreamObject object) {
      return object;
    }
    throw new EventFormatException("the stream holds no object");
  }

  private Object content(int depth) throws EventFormatException {
    if (depth > MAX_DEPTH) {
      throw new EventFormatException("objects are nested deeper than " + MAX_DEPTH);
    }
    int code = in.u1();
    return switch (code) {
      case TC_NULL -> null;
      case TC_STRING, TC_LONGSTRING -> string(code);
      case TC_OBJECT -> object(depth);
      case TC_REFERENCE -> {
        Object target = reference();
        if (target instanceof ClassDescriptor) {
          throw new EventFormatException("a class stands where a value is expected");
        }
        yield target;
      }
      default -> throw notAllowed(code);
    };
  }

  private String string(int code) throws EventFormatException {
    int handle = newHandle();
    String text = code == TC_STRING ? in.utf() : in.longUtf();
    handles.set(handle, Optional.of(text));
    return text;
  }

  private Object object(int depth) throws EventFormatException {
    ClassDescriptor descriptor =
        classDescriptor(depth)
            .orElseThrow(() -> new EventFormatException("an object has no class"));
    int handle = newHandle();
    Deque<ClassDescriptor> topFirst = new ArrayDeque<>();
    for (Optional<ClassDescriptor> c = Optional.of(descriptor);
        c.isPresent();
        c = c.get().parent()) {
      topFirst.push(c.get());
    }
    StreamObject object = new StreamObject(descriptor.name());
    for (ClassDescriptor declaring : topFirst) {
      for (Field field : declaring.fields()) {
        object.put(declaring.name(), field.name(), value(field.type(), depth + 1));
      }
    }
    handles.set(handle, Optional.of(object));
    return object;
  }

  private Object value(char type, int depth) throws EventFormatException {
    return switch (type) {
      case 'Z' -> in.u1() != 0;
      case 'B' -> (long) (byte) in.u1();
      case 'S', 'C' -> (long) in.u2();
      case 'I', 'F' -> (long) in.i4();
      case 'J', 'D' -> in.i8();
      case 'L', '[' -> content(depth);
      default -> throw new EventFormatException("a field has the unknown type " + (int) type);
    };
  }

  private Optional<ClassDescriptor> classDescriptor(int depth) throws EventFormatException {
    int code = in.u1();
    return switch (code) {
      case TC_NULL -> Optional.empty();
      case TC_CLASSDESC -> Optional.of(newClassDescriptor(depth));
      case TC_REFERENCE -> {
        if (reference() instanceof ClassDescriptor descriptor) {
          yield Optional.of(descriptor);
        }
        throw new EventFormatException("a value stands where a class is expected");
      }
      default -> throw notAllowed(code);
    };
  }

  private ClassDescriptor newClassDescriptor(int depth) throws EventFormatException {
    if (depth > MAX_DEPTH) {
      throw new EventFormatException("classes are nested deeper than " + MAX_DEPTH);
    }
    String name = classes.require(in.utf(), in.i8()).name();
    int handle = newHandle();
    int flags = in.u1();
    if (flags != SC_SERIALIZABLE) {
      throw new EventFormatException("class " + name + " has the flags " + flags + ", not 2");
    }
    List<Field> fields = fields(name);
    if (in.u1() != TC_ENDBLOCKDATA) {
      throw new EventFormatException("class " + name + " is annotated");
    }
    Optional<ClassDescriptor> parent = classDescriptor(depth + 1);
    if (parent.isPresent() && !classes.descends(name, parent.get().name())) {
      throw new EventFormatException(name + " does not extend " + parent.get().name());
    }
    ClassDescriptor descriptor = new ClassDescriptor(name, fields, parent);
    handles.set(handle, Optional.of(descriptor));
    return descriptor;
  }

  private List<Field> fields(String className) throws EventFormatException {
    int count = in.u2();
    if (count > MAX_FIELDS) {
      throw new EventFormatException("class " + className + " has " + count + " fields");
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      char type = (char) in.u1();
      String name = in.utf();
      if (type == 'L' || type == '[') {
        signature();
      }
      fields.add(new Field(name, type));
    }
    return List.copyOf(fields);
  }

  /** Passes over the signature of a field; values are checked when they are read. */
  private void signature() throws EventFormatException {
    int code = in.u1();
    if (code == TC_STRING) {
      string(code);
    } else if (code != TC_REFERENCE || !(reference() instanceof String)) {
      throw new EventFormatException("a field has no signature at byte " + in.position());
    }
  }

  private int newHandle() throws EventFormatException {
    if (handles.size() == MAX_HANDLES) {
      throw new EventFormatException("the stream holds more than " + MAX_HANDLES + " parts");
    }
    handles.add(Optional.empty());
    return handles.size() - 1;
  }

  private Object reference() throws EventFormatException {
    long index = (long) in.i4() - FIRST_HANDLE;
    if (index < 0 || index >= handles.size()) {
      throw new EventFormatException("a reference goes to nothing at byte " + in.position());
    }
    return handles
        .get((int) index)
        .orElseThrow(() -> new EventFormatException("a reference goes to what is not complete"));
  }

  private EventFormatException notAllowed(int code) {
    return new EventFormatException(
        "type code 0x%02x at byte %d is not part of an event".formatted(code, in.position() - 1));
  }

  /** A class as the stream describes it. */
  record ClassDescriptor(String name, List<Field> fields, Optional<ClassDescriptor> parent) {

    /** A field as the stream describes it; {@code type} is the first letter of its signature. */
    record Field(String name, char type) {}
  }

  /** An object of the stream: its class and its values by declaring class and field. */
  static final class StreamObject {
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
}
