package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Frames that tell their length. Of one that is too long as many bytes are skipped as it announces;
 * an announcement that no setting could allow, or that makes no sense, ends the connection, since
 * what follows would be thrown away for ever.
 */
final class BinaryFramer implements Framer {

  private final Framing.Binary rule;
  private final int fieldEnd;
  private long toSkip;
  private long announced;

  BinaryFramer(Framing.Binary rule) {
    this.rule = rule;
    fieldEnd = rule.lengthFieldOffset() + rule.lengthFieldLength();
  }

  @Override
  public void take(ByteBuf in, List<Object> out) {
    if (toSkip > 0) {
      skip(in);
      return;
    }
    if (in.readableBytes() < fieldEnd) {
      announced = 0;
      return;
    }
    long field = field(in, rule.byteOrder());
    if (field < 0 || field > Integer.MAX_VALUE) {
      out.add(senseless(in, Long.toUnsignedString(field)));
      return;
    }
    long whole = whole(field);
    if (whole > OfficialForm.MAX_FRAME || whole < Math.max(fieldEnd, rule.initialBytesToStrip())) {
      out.add(senseless(in, Long.toString(field)));
    } else if (whole > rule.maxFrameLength()) {
      out.add(tooLong(in, whole));
      toSkip = whole;
      skip(in);
    } else if (whole > in.readableBytes()) {
      announced = whole;
    } else {
      takeFrame(in, (int) whole, out);
    }
  }

  private void skip(ByteBuf in) {
    int now = (int) Math.min(toSkip, in.readableBytes());
    in.skipBytes(now);
    toSkip -= now;
  }

  private void takeFrame(ByteBuf in, int whole, List<Object> out) {
    byte[] frame = new byte[whole - rule.initialBytesToStrip()];
    in.skipBytes(rule.initialBytesToStrip());
    in.readBytes(frame);
    if (frame.length > 0) {
      out.add(new Inbound.Message(frame, LineEnd.NONE));
    }
  }

  private Inbound.Lost tooLong(ByteBuf in, long whole) {
    return new Inbound.Lost(
        "announced a frame of "
            + whole
            + " bytes (maxFrameLength is "
            + rule.maxFrameLength()
            + "); so many bytes are skipped; if that is right raise maxFrameLength"
            + orElse(in),
        Excerpt.of(in),
        false);
  }

  private Inbound.Lost senseless(ByteBuf in, String field) {
    return new Inbound.Lost(
        "announced a frame with a length field of "
            + field
            + ", which makes no sense; the connection is closed"
            + orElse(in),
        Excerpt.of(in),
        true);
  }

  /** What else may be wrong. */
  private String orElse(ByteBuf in) {
    ByteOrder other =
        rule.byteOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long whole = whole(field(in, other));
    if (rule.lengthFieldLength() > 1 && whole >= fieldEnd && whole <= rule.maxFrameLength()) {
      return "; with byteOrder " + other + " it would be one of " + whole + " bytes";
    }
    String field =
        in.toString(
            in.readerIndex() + rule.lengthFieldOffset(),
            rule.lengthFieldLength(),
            StandardCharsets.ISO_8859_1);
    return field.chars().allMatch(c -> c >= ' ' && c < 0x7F)
        ? "; the length field holds text ('" + field + "'): is it a handlerType TEXT or JSON?"
        : "; check byteOrder, lengthFieldOffset, lengthFieldLength and lengthAdjustment";
  }

  private long whole(long field) {
    return field + rule.lengthAdjustment() + fieldEnd;
  }

  private long field(ByteBuf in, ByteOrder order) {
    int at = in.readerIndex() + rule.lengthFieldOffset();
    int length = rule.lengthFieldLength();
    long value = 0;
    for (int i = 0; i < length; i++) {
      int next = order == ByteOrder.BIG_ENDIAN ? at + i : at + length - 1 - i;
      value = value << Byte.SIZE | in.getUnsignedByte(next);
    }
    return value;
  }

  @Override
  public boolean isSkipping() {
    return toSkip > 0;
  }

  @Override
  public String lack() {
    return announced == 0
        ? "they are less than a length field"
        : "their length field announces "
            + announced
            + " bytes; check byteOrder, lengthFieldOffset, lengthFieldLength and lengthAdjustment";
  }
}
