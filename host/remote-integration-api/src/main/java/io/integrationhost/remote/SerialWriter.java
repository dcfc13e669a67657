package io.integrationhost.remote;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes Java's serialisation format (facts 4.4) without the classes it speaks of. Like Java's own
 * writer it refers back to descriptors and signatures it wrote before. Not thread-safe.
 */
final class SerialWriter {
  private static final int MAGIC = 0xaced;
  private static final int VERSION = 5;
  private static final int NULL = 0x70;
  private static final int REFERENCE = 0x71;
  private static final int DESCRIPTOR = 0x72;
  private static final int OBJECT = 0x73;
  private static final int STRING = 0x74;
  private static final int END_OF_ANNOTATION = 0x78;
  private static final int LONG_STRING = 0x7c;
  private static final int SERIALIZABLE = 2;
  private static final int FIRST_HANDLE = 0x7e0000;
  private static final int MAX_SHORT_STRING = 0xffff;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<Object, Integer> handles = new HashMap<>();
  private int nextHandle = FIRST_HANDLE;

  SerialWriter() throws IOException {
    out.writeShort(MAGIC);
    out.writeShort(VERSION);
  }

  /** Begins an object; the values of its fields follow, those of the topmost class first. */
  void object(SerialClass type) throws IOException {
    out.writeByte(OBJECT);
    descriptor(type);
    nextHandle++;
  }

  void number(long value) throws IOException {
    out.writeLong(value);
  }

  void flag(boolean value) throws IOException {
    out.writeBoolean(value);
  }

  void nothing() throws IOException {
    out.writeByte(NULL);
  }

  void uuid(UUID value) throws IOException {
    object(EventClasses.UUID_CLASS);
    number(value.getLeastSignificantBits());
    number(value.getMostSignificantBits());
  }

  void string(String value) throws IOException {
    long length = modifiedUtf8Length(value);
    if (length <= MAX_SHORT_STRING) {
      out.writeByte(STRING);
      out.writeUTF(value);
    } else {
      out.writeByte(LONG_STRING);
      out.writeLong(length);
      modifiedUtf8(value);
    }
    nextHandle++;
  }

  void optional(Optional<String> value) throws IOException {
    if (value.isPresent()) {
      string(value.get());
    } else {
      nothing();
    }
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void descriptor(SerialClass type) throws IOException {
    if (type == null) {
      nothing();
      return;
    }
    if (refersBack(type)) {
      return;
    }
    out.writeByte(DESCRIPTOR);
    out.writeUTF(type.name());
    out.writeLong(type.uid());
    handles.put(type, nextHandle++);
    out.writeByte(SERIALIZABLE);
    out.writeShort(type.fields().size());
    for (SerialClass.Field field : type.fields()) {
      out.writeByte(field.type().charAt(0));
      out.writeUTF(field.name());
      if (field.isObject()) {
        signature(field.type());
      }
    }
    out.writeByte(END_OF_ANNOTATION);
    descriptor(type.parent());
  }

  private void signature(String signature) throws IOException {
    if (!refersBack(signature)) {
      handles.put(signature, nextHandle);
      string(signature);
    }
  }

  private boolean refersBack(Object written) throws IOException {
    Integer handle = handles.get(written);
    if (handle == null) {
      return false;
    }
    out.writeByte(REFERENCE);
    out.writeInt(handle);
    return true;
  }

  private static long modifiedUtf8Length(String value) {
    long length = 0;
    for (int i = 0; i < value.length(); i++) {
      length += modifiedUtf8Length(value.charAt(i));
    }
    return length;
  }

  private static int modifiedUtf8Length(char unit) {
    if (unit == 0 || unit > 0x7f) {
      return unit > 0x7ff ? 3 : 2;
    }
    return 1;
  }

  private void modifiedUtf8(String value) throws IOException {
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      switch (modifiedUtf8Length(unit)) {
        case 1 -> out.writeByte(unit);
        case 2 -> {
          out.writeByte(0xc0 | (unit >> 6));
          out.writeByte(0x80 | (unit & 0x3f));
        }
        default -> {
          out.writeByte(0xe0 | (unit >> 12));
          out.writeByte(0x80 | ((unit >> 6) & 0x3f));
          out.writeByte(0x80 | (unit & 0x3f));
        }
      }
    }
  }

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
}
