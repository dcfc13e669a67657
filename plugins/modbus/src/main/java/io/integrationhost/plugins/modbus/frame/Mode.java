package io.integrationhost.plugins.modbus.frame;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Checksum;
import io.integrationhost.kit.Framing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Locale;

/** The ways in which Modbus is framed. */
public enum Mode {
  /** With the head of Modbus TCP: transaction, length, unit. */
  MBAP,
  /** Bytes with a CRC, as on a serial line. */
  RTU,
  /** Hexadecimal digits between a colon and a line end, with an LRC. */
  ASCII;

  /** A colon, unit, PDU and LRC in two digits each, CR, LF. */
  static final int LONGEST_LINE = 1 + 2 * (1 + Frame.LONGEST_PDU + 1) + 2;

  /**
   * The frames of a peer.
   *
   * @param isRequest whether it asks, else answers
   * @param patience after so long a pause the beginning of an RTU frame is given up
   * @return frames, and faults for what is none
   */
  public Framing<Frame> framing(boolean isRequest, Duration patience) {
    return Cutter.framing(() -> cutter(isRequest, patience), Frame.class);
  }

  /** What finds the frames of one peer; the parameters are those of {@link #framing}. */
  public Cutter cutter(boolean isRequest, Duration patience) {
    return switch (this) {
      case MBAP -> new MbapCutter();
      case RTU -> new RtuCutter(isRequest, patience);
      case ASCII -> new AsciiCutter();
    };
  }

  /** Whether answers name their request. */
  public boolean hasTransactions() {
    return this == MBAP;
  }

  /**
   * A frame as bytes.
   *
   * @param frame whose transaction matters to {@link #MBAP} only
   * @return the bytes for the wire
   */
  public byte[] write(Frame frame) {
    byte[] pdu = frame.pdu();
    return switch (this) {
      case MBAP ->
          ByteBuffer.allocate(7 + pdu.length)
              .putShort((short) frame.transaction())
              .putShort((short) 0)
              .putShort((short) (1 + pdu.length))
              .put((byte) frame.unit())
              .put(pdu)
              .array();
      case RTU -> {
        ByteBuffer out = ByteBuffer.allocate(3 + pdu.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) frame.unit()).put(pdu);
        int crc = Checksum.Crc16.MODBUS.of(out.array(), 0, 1 + pdu.length);
        yield out.putShort((short) crc).array();
      }
      case ASCII -> {
        byte[] bytes =
            ByteBuffer.allocate(2 + pdu.length).put((byte) frame.unit()).put(pdu).array();
        bytes[bytes.length - 1] = (byte) -Checksum.sum(bytes, 0, bytes.length - 1);
        yield Bytes.ascii(":" + Bytes.hex(bytes).toUpperCase(Locale.ROOT) + "\r\n");
      }
    };
  }

  /** As a configuration has it, such as {@code mbap}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
