package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Frames that tell their length. Of one that is too long as many bytes are skipped as it announces;
 * an announcement that no setting could allow, or that makes no sense, ends the connection, since
 * what follows would be thrown away for ever.
 */
final class LengthFramer implements Framer {

  private final Framing.LengthField rule;
  private final String limit;

  /** Whether people can set more than the limit. */
  private final boolean isConfigurable;

  private final int fieldEnd;
  private long toSkip;
  private long announced;
  private Optional<Fault> late = Optional.empty();

  LengthFramer(Framing.LengthField rule, String limit, boolean isConfigurable) {
    this.rule = rule;
    this.limit = limit;
    this.isConfigurable = isConfigurable;
    fieldEnd = rule.offset() + rule.length();
  }

  @Override
  public void take(ByteBuf in, List<Object> out) {
    if (toSkip > 0) {
      skip(in, out);
      return;
    }
    if (in.readableBytes() < fieldEnd) {
      announced = 0;
      return;
    }
    long field = field(in, rule.order());
    if (field < 0 || field > Integer.MAX_VALUE) {
      out.add(senseless(in, Long.toUnsignedString(field)));
      return;
    }
    long whole = whole(field);
    if (whole > Framing.LONGEST || whole < Math.max(fieldEnd, rule.strip())) {
      out.add(senseless(in, Long.toString(field)));
    } else if (whole > rule.max()) {
      tooLong(in, whole, out);
    } else if (whole > in.readableBytes()) {
      announced = whole;
    } else {
      in.skipBytes(rule.strip());
      byte[] frame = FramerDecoder.bytes(in, (int) whole - rule.strip());
      if (frame.length > 0) {
        out.add(frame);
      }
    }
  }

  private void tooLong(ByteBuf in, long whole, List<Object> out) {
    var fault =
        new Fault(
            Fault.Kind.TOO_LONG,
            "announced a frame of "
                + whole
                + " bytes ("
                + limit
                + " is "
                + rule.max()
                + "); so many bytes are skipped; if that is right raise "
                + limit
                + orElse(in),
            FramerDecoder.excerpt(in),
            true);
    if (rule.early()) {
      out.add(fault);
    } else {
      late = Optional.of(fault);
    }
    toSkip = whole;
    skip(in, out);
  }

  private void skip(ByteBuf in, List<Object> out) {
    int now = (int) Math.min(toSkip, in.readableBytes());
    in.skipBytes(now);
    toSkip -= now;
    if (toSkip == 0) {
      late.ifPresent(out::add);
      late = Optional.empty();
    }
  }

  private Fault senseless(ByteBuf in, String field) {
    return new Fault(
        Fault.Kind.MALFORMED,
        "announced a frame with a length field of "
            + field
            + ", which makes no sense; the connection is closed"
            + orElse(in),
        FramerDecoder.excerpt(in),
        false);
  }

  /** What else may be wrong. */
  private String orElse(ByteBuf in) {
    if (!isConfigurable) {
      return "; does the device speak another protocol?";
    }
    ByteOrder other =
        rule.order() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long whole = whole(field(in, other));
    if (rule.length() > 1 && whole >= fieldEnd && whole <= rule.max()) {
      return "; with byteOrder " + other + " it would be one of " + whole + " bytes";
    }
    String field =
        in.toString(in.readerIndex() + rule.offset(), rule.length(), StandardCharsets.ISO_8859_1);
    return field.chars().allMatch(c -> c >= ' ' && c < 0x7F)
        ? "; the length field holds text ('" + field + "'): is it a handlerType TEXT or JSON?"
        : "; check byteOrder, lengthFieldOffset, lengthFieldLength and lengthAdjustment";
  }

  private long whole(long field) {
    return field + rule.adjustment() + fieldEnd;
  }

  private long field(ByteBuf in, ByteOrder order) {
    int at = in.readerIndex() + rule.offset();
    long value = 0;
    for (int i = 0; i < rule.length(); i++) {
      int next = order == ByteOrder.BIG_ENDIAN ? at + i : at + rule.length() - 1 - i;
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
    if (announced == 0) {
      return "they are less than a length field";
    }
    return "their length field announces "
        + announced
        + " bytes"
        + (isConfigurable
            ? "; check byteOrder, lengthFieldOffset, lengthFieldLength and lengthAdjustment"
            : "");
  }
}
