package io.integrationhost.plugins.teltonika.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message of Codec 12.
 *
 * @param type {@link #REQUEST}, {@link #RESPONSE} or another that is passed on as it is
 * @param payload must not be changed
 */
public record DeviceMessage(int type, byte[] payload) {

  public static final int REQUEST = 0x05;
  public static final int RESPONSE = 0x06;

  public DeviceMessage {
    Objects.requireNonNull(payload, "payload");
  }

  /** Reads a data field of Codec 12. The second quantity is not compared: the maker says so. */
  static List<DeviceMessage> read(byte[] bytes) throws FrameException {
    List<DeviceMessage> messages = new ArrayList<>();
    try {
      ByteBuffer data = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
      for (int quantity = data.get() & 0xFF; quantity > 0; quantity--) {
        int type = data.get() & 0xFF;
        long size = Integer.toUnsignedLong(data.getInt());
        byte[] payload = new byte[(int) Math.min(size, data.remaining() + 1L)];
        data.get(payload);
        messages.add(new DeviceMessage(type, payload));
      }
      if (data.remaining() == 1) {
        return messages;
      }
    } catch (BufferUnderflowException e) {
      // Told as any other.
    }
    throw new FrameException(FrameError.MALFORMED);
  }

  /** The payload as text when all of it is printable ASCII or line ends. */
  public Optional<String> text() {
    return printable(payload);
  }

  /** The text that bytes hold when all of them are printable ASCII or line ends. */
  public static Optional<String> printable(byte[] bytes) {
    for (byte each : bytes) {
      boolean shown = (each >= ' ' && each <= '~') || each == '\r' || each == '\n';
      if (!shown) {
        return Optional.empty();
      }
    }
    return Optional.of(new String(bytes, StandardCharsets.US_ASCII));
  }

  /** Names the type and the size, never the content. */
  @Override
  public String toString() {
    return "DeviceMessage[type " + type + ", " + payload.length + " bytes]";
  }
}
