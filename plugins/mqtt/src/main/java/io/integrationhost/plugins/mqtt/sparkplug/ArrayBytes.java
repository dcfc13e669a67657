package io.integrationhost.plugins.mqtt.sparkplug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arrays, which travel as bytes: little-endian, texts with a zero behind each. */
final class ArrayBytes {

  private ArrayBytes() {}

  /**
   * The elements.
   *
   * @return empty when the bytes are no array of the type
   */
  static Optional<List<Object>> read(Datatype element, byte[] bytes) {
    return switch (element) {
      case BOOLEAN -> flags(bytes);
      case STRING -> texts(bytes);
      case FLOAT -> numbers(element, Float.BYTES, bytes);
      case DOUBLE -> numbers(element, Double.BYTES, bytes);
      default -> numbers(element, element.bits() / 8, bytes);
    };
  }

  private static Optional<List<Object>> numbers(Datatype element, int size, byte[] bytes) {
    if (bytes.length % size != 0 || bytes.length / size > WireReader.MOST_PARTS) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Object> values = new ArrayList<>(bytes.length / size);
    while (in.hasRemaining()) {
      values.add(
          switch (element) {
            case FLOAT -> in.getFloat();
            case DOUBLE -> in.getDouble();
            default ->
                element.whole(
                    switch (size) {
                      case 1 -> in.get();
                      case 2 -> in.getShort();
                      case 4 -> in.getInt();
                      default -> in.getLong();
                    });
          });
    }
    return Optional.of(values);
  }

  /** The count in four bytes, then a bit for each, the highest of a byte first. */
  private static Optional<List<Object>> flags(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return Optional.empty();
    }
    int count = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (count < 0
        || count > WireReader.MOST_PARTS
        || (count + 7) / 8 != bytes.length - Integer.BYTES) {
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add((bytes[Integer.BYTES + i / 8] & 0x80 >> i % 8) != 0);
    }
    return Optional.of(values);
  }

  private static Optional<List<Object>> texts(byte[] bytes) {
    if (bytes.length > 0 && bytes[bytes.length - 1] != 0) {
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        if (values.size() == WireReader.MOST_PARTS) {
          return Optional.empty();
        }
        values.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return Optional.of(values);
  }
}
