package io.integrationhost.plugins.teltonika.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads data fields of Codec 8 and 8 Extended, which differ in the width of ids and counts and in
 * the last group of elements. The groups decide what a record holds, since some devices send a
 * wrong total; those records are counted.
 */
final class RecordReader {

  private final ByteBuffer data;
  private final boolean extended;
  private int miscounted;

  private RecordReader(byte[] data, boolean extended) {
    this.data = ByteBuffer.wrap(data);
    this.extended = extended;
  }

  /** All records of a data field, or an error for all of them. */
  static Content.Records read(byte[] data) throws FrameException {
    try {
      int codec = data[0] & 0xFF;
      var reader = new RecordReader(data, codec == CodecId.CODEC_8_EXTENDED);
      return new Content.Records(codec, reader.records(), reader.miscounted);
    } catch (BufferUnderflowException e) {
      throw new FrameException(FrameError.MALFORMED);
    }
  }

  private List<AvlRecord> records() throws FrameException {
    data.get();
    int first = u8();
    List<AvlRecord> records = new ArrayList<>();
    for (int i = 0; i < first; i++) {
      records.add(record());
    }
    if (data.remaining() != 1) {
      throw new FrameException(FrameError.MALFORMED);
    }
    if (u8() != first) {
      throw new FrameException(FrameError.COUNT);
    }
    return records;
  }

  private AvlRecord record() throws FrameException {
    long timestamp = data.getLong();
    if (timestamp < 0) {
      throw new FrameException(FrameError.MALFORMED);
    }
    return new AvlRecord(
        timestamp,
        u8(),
        data.getInt(),
        data.getInt(),
        data.getShort(),
        u16(),
        u8(),
        u16(),
        word(),
        elements(word()));
  }

  private Map<Integer, IoValue> elements(int total) {
    int found = 0;
    Map<Integer, IoValue> io = new LinkedHashMap<>();
    for (int bytes = 1; bytes <= 8; bytes *= 2) {
      int count = word();
      found += count;
      for (int i = 0; i < count; i++) {
        int id = word();
        io.put(id, whole(bytes));
      }
    }
    if (extended) {
      int count = u16();
      found += count;
      for (int i = 0; i < count; i++) {
        int id = u16();
        io.put(id, raw(u16()));
      }
    }
    if (found != total) {
      miscounted++;
    }
    return io;
  }

  private IoValue whole(int bytes) {
    long bits =
        switch (bytes) {
          case 1 -> u8();
          case 2 -> u16();
          case 4 -> Integer.toUnsignedLong(data.getInt());
          default -> data.getLong();
        };
    return new IoValue.Whole(bits, bytes);
  }

  private IoValue raw(int length) {
    if (length > data.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    data.get(bytes);
    return new IoValue.Raw(bytes);
  }

  /** Ids and counts: one byte in Codec 8, two in Codec 8 Extended. */
  private int word() {
    return extended ? u16() : u8();
  }

  private int u8() {
    return data.get() & 0xFF;
  }

  private int u16() {
    return data.getShort() & 0xFFFF;
  }
}
