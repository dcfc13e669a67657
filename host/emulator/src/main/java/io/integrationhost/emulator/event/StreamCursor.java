package io.integrationhost.emulator.event;

/** Reads the primitives of a serialisation stream; every length is checked before it is used. */
final class StreamCursor {
  private static final int SHOWN_CHARS = 120;

  private final byte[] bytes;
  private int position;

  StreamCursor(byte[] bytes) {
    this.bytes = bytes;
  }

  static String shortened(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }

  int position() {
    return position;
  }

  int u1() throws EventFormatException {
    need(1);
    return bytes[position++] & 0xFF;
  }

  int u2() throws EventFormatException {
    return u1() << 8 | u1();
  }

  int i4() throws EventFormatException {
    return u2() << 16 | u2();
  }

  long i8() throws EventFormatException {
    return (long) i4() << 32 | (i4() & 0xFFFFFFFFL);
  }

  String utf() throws EventFormatException {
    return modifiedUtf8(u2());
  }

  String longUtf() throws EventFormatException {
    return modifiedUtf8(i8());
  }

  private String modifiedUtf8(long length) throws EventFormatException {
    need(length);
    int end = position + (int) length;
    char[] chars = new char[(int) length];
    int count = 0;
    while (position < end) {
      int first = bytes[position++] & 0xFF;
      int following = following(first);
      if (position + following > end) {
        throw new EventFormatException("text ends inside a character at byte " + position);
      }
      int value = following == 0 ? first : first & (following == 1 ? 0x1F : 0x0F);
      for (int i = 0; i < following; i++) {
        int next = bytes[position++] & 0xFF;
        if ((next & 0xC0) != 0x80) {
          throw malformed();
        }
        value = value << 6 | (next & 0x3F);
      }
      chars[count++] = (char) value;
    }
    return new String(chars, 0, count);
  }

  private int following(int first) throws EventFormatException {
    if (first < 0x80) {
      return 0;
    }
    if ((first & 0xE0) == 0xC0) {
      return 1;
    }
    if ((first & 0xF0) == 0xE0) {
      return 2;
    }
    throw malformed();
  }

  private EventFormatException malformed() {
    return new EventFormatException("malformed text at byte " + (position - 1));
  }

  private void need(long count) throws EventFormatException {
    if (count < 0 || count > bytes.length - position) {
      throw new EventFormatException(
          count
              + " bytes are announced at byte "
              + position
              + " but "
              + (bytes.length - position)
              + " are left");
    }
  }
}
