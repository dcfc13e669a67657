package io.integrationhost.plugins.teltonika.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads data fields of Codec 12. The second quantity is not compared: the maker says so. */
final class MessageReader {

  private MessageReader() {}

  static List<DeviceMessage> read(byte[] data) throws FrameException {
    try {
      return messages(ByteBuffer.wrap(data));
    } catch (BufferUnderflowException e) {
      throw new FrameException(FrameError.MALFORMED);
    }
  }

  private static List<DeviceMessage> messages(ByteBuffer data) throws FrameException {
    data.get();
    int quantity = data.get() & 0xFF;
    List<DeviceMessage> messages = new ArrayList<>();
    for (int i = 0; i < quantity; i++) {
      int type = data.get() & 0xFF;
      long size = Integer.toUnsignedLong(data.getInt());
      if (size > data.remaining()) {
        throw new FrameException(FrameError.MALFORMED);
      }
      byte[] payload = new byte[(int) size];
      data.get(payload);
      messages.add(new DeviceMessage(type, payload));
    }
    if (data.remaining() != 1) {
      throw new FrameException(FrameError.MALFORMED);
    }
    return messages;
  }
}
