package io.integrationhost.plugins.teltonika.codec;

import io.integrationhost.kit.Checksum.Crc16;
import java.nio.ByteBuffer;

/** What the server sends to devices, as bytes. Each call makes a new array. */
public final class Answers {

  /** Preamble, length, checksum, and of the data field all but the payload. */
  private static final int AROUND_DATA = 12;

  private static final int AROUND_PAYLOAD = 8;

  private Answers() {}

  /** The answer to a login. */
  public static byte[] login(boolean accepted) {
    return new byte[] {(byte) (accepted ? 1 : 0)};
  }

  /** The answer to a frame of records: how many of them are safe. */
  public static byte[] records(int count) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(count).array();
  }

  /** The answer to a datagram. */
  public static byte[] datagram(Datagram datagram, int count) {
    return ByteBuffer.allocate(7)
        .putShort((short) 5)
        .putShort((short) datagram.packetId())
        .put((byte) 1)
        .put((byte) datagram.avlPacketId())
        .put((byte) count)
        .array();
  }

  /** A request of Codec 12. */
  public static byte[] command(byte[] payload) {
    int length = AROUND_PAYLOAD + payload.length;
    ByteBuffer frame = ByteBuffer.allocate(AROUND_DATA + length);
    frame.putInt(0).putInt(length);
    frame.put((byte) CodecId.CODEC_12).put((byte) 1).put((byte) DeviceMessage.REQUEST);
    frame.putInt(payload.length).put(payload).put((byte) 1);
    return frame.putInt(Crc16.ARC.of(frame.array(), 8, 8 + length)).array();
  }
}
