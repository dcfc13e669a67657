package io.integrationhost.plugins.modbus.frame;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Checksum;
import io.integrationhost.kit.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.List;

/** Frames of Modbus ASCII. A colon begins one, whatever came before it. */
final class AsciiCutter implements Cutter {

  @Override
  public void cut(ByteBuf in, List<Object> out) {
    int end = in.bytesBefore((byte) '\n');
    if (end < 0) {
      if (in.readableBytes() > Mode.LONGEST_LINE) {
        out.add(fault("sent no line end within " + Mode.LONGEST_LINE + " bytes", in));
        in.skipBytes(in.readableBytes());
      }
      return;
    }
    byte[] line = new byte[end];
    in.readBytes(line);
    in.skipBytes(1);
    String text = Bytes.ascii(line);
    int colon = text.lastIndexOf(':');
    if (colon >= 0) {
      out.add(frame(text.substring(colon + 1).stripTrailing(), line));
    } else {
      out.add(fault("sent a line without a colon", line));
    }
  }

  private static Object frame(String digits, byte[] line) {
    byte[] bytes;
    try {
      bytes = Bytes.hex(digits);
    } catch (IllegalArgumentException e) {
      return fault("sent a line that is not of hexadecimal digits", line);
    }
    if (bytes.length < 3 || bytes.length > Frame.LONGEST_PDU + 2) {
      return fault("sent a line of " + bytes.length + " bytes, which is no frame", line);
    }
    if ((Checksum.sum(bytes, 0, bytes.length) & 0xFF) != 0) {
      return fault("sent a frame with a wrong LRC", line);
    }
    return new Frame(0, bytes[0] & 0xFF, Arrays.copyOfRange(bytes, 1, bytes.length - 1));
  }

  private static Fault fault(String what, byte[] line) {
    return new Fault(Fault.Kind.MALFORMED, what, Bytes.excerpt(line), true);
  }

  private static Fault fault(String what, ByteBuf in) {
    return fault(what, ByteBufUtil.getBytes(in));
  }
}
