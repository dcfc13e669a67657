package io.integrationhost.plugins.modbus.frame;

import io.netty.buffer.ByteBuf;

/** How long a PDU is, as its beginning tells: RTU frames have no other mark of their end. */
final class Lengths {

  /** The beginning is too short to tell. */
  static final int MORE = 0;

  /** No PDU of a function that is known. */
  static final int NONE = -1;

  private static final int READ_WRITE = 23;

  private Lengths() {}

  /**
   * The length of a PDU in bytes, {@link #MORE} or {@link #NONE}.
   *
   * @param at where its function code stands
   * @param isRequest whether it is one, else an answer
   */
  static int of(ByteBuf in, int at, boolean isRequest) {
    int function = in.getUnsignedByte(at);
    return isRequest ? request(in, at, function) : answer(in, at, function);
  }

  private static int request(ByteBuf in, int at, int function) {
    return switch (function) {
      case 1, 2, 3, 4, Request.WRITE_COIL, Request.WRITE_REGISTER -> 5;
      case Request.WRITE_COILS, Request.WRITE_REGISTERS -> counted(in, at, 5);
      case Request.MASK_REGISTER -> 7;
      case READ_WRITE -> counted(in, at, 9);
      case Request.IDENTIFY -> 4;
      default -> NONE;
    };
  }

  private static int answer(ByteBuf in, int at, int function) {
    if ((function & Request.EXCEPTION) != 0) {
      return 2;
    }
    return switch (function) {
      case 1, 2, 3, 4, READ_WRITE -> counted(in, at, 1);
      case Request.WRITE_COIL,
          Request.WRITE_REGISTER,
          Request.WRITE_COILS,
          Request.WRITE_REGISTERS ->
          5;
      case Request.MASK_REGISTER -> 7;
      case Request.IDENTIFY -> identity(in, at);
      default -> NONE;
    };
  }

  /** With a byte at an offset that tells how many follow it. */
  private static int counted(ByteBuf in, int at, int offset) {
    return in.writerIndex() <= at + offset ? MORE : offset + 1 + in.getUnsignedByte(at + offset);
  }

  private static int identity(ByteBuf in, int at) {
    int end = at + 7;
    if (in.writerIndex() < end) {
      return MORE;
    }
    for (int left = in.getUnsignedByte(at + 6); left > 0; left--) {
      if (in.writerIndex() < end + 2) {
        return MORE;
      }
      end += 2 + in.getUnsignedByte(end + 1);
    }
    return end - at;
  }
}
