package io.integrationhost.plugins.rabbitmq;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether the library can read the properties of a message. It ends the connection because of some
 * that RabbitMQ passes on as they were published: tables in tables without end, kinds of values
 * that nobody knows. The message would come again, and end the next connection.
 */
final class Properties {

  private static final int BEFORE_FLAGS = 12;
  private static final int CONTENT_TYPE = 1 << 15;
  private static final int CONTENT_ENCODING = 1 << 14;
  private static final int HEADERS = 1 << 13;
  private static final int DEEPEST = 100;

  private Properties() {}

  /** Of the payload of a content header. */
  static boolean areReadable(byte[] header) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(header).position(BEFORE_FLAGS);
      int flags = Short.toUnsignedInt(bytes.getShort());
      if ((flags & CONTENT_TYPE) != 0) {
        skip(bytes, Byte.toUnsignedInt(bytes.get()));
      }
      if ((flags & CONTENT_ENCODING) != 0) {
        skip(bytes, Byte.toUnsignedInt(bytes.get()));
      }
      return (flags & HEADERS) == 0 || isTable(bytes);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return false;
    }
  }

  private static void skip(ByteBuffer bytes, int count) {
    bytes.position(Math.addExact(bytes.position(), count));
  }

  /** One that has begun and not ended. */
  private record Open(int end, boolean hasNames) {}

  private static boolean isTable(ByteBuffer bytes) {
    Deque<Open> open = new ArrayDeque<>();
    open.push(opened(bytes, true));
    while (!open.isEmpty()) {
      Open inner = open.peek();
      if (bytes.position() > inner.end()) {
        return false;
      } else if (bytes.position() == inner.end()) {
        open.pop();
        continue;
      }
      if (inner.hasNames()) {
        skip(bytes, Byte.toUnsignedInt(bytes.get()));
      }
      char kind = (char) bytes.get();
      if (kind == 'F' || kind == 'A') {
        open.push(opened(bytes, kind == 'F'));
      } else if (!isSkipped(bytes, kind)) {
        return false;
      }
      if (open.size() > DEEPEST) {
        return false;
      }
    }
    return true;
  }

  private static Open opened(ByteBuffer bytes, boolean hasNames) {
    int length = length(bytes);
    return new Open(bytes.position() + length, hasNames);
  }

  private static int length(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("longer than the frame");
    }
    return length;
  }

  private static boolean isSkipped(ByteBuffer bytes, char kind) {
    int size =
        switch (kind) {
          case 'V' -> 0;
          case 't', 'b', 'B' -> 1;
          case 's', 'u' -> 2;
          case 'I', 'i', 'f' -> 4;
          case 'D' -> 5;
          case 'l', 'd', 'T' -> 8;
          case 'S', 'x' -> length(bytes);
          default -> -1;
        };
    if (size >= 0) {
      skip(bytes, size);
    }
    return size >= 0;
  }
}
