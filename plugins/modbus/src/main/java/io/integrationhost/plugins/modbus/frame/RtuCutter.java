package io.integrationhost.plugins.modbus.frame;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Checksum;
import io.integrationhost.kit.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.List;

/**
 * Frames of Modbus RTU, whose end their function code tells. Over TCP there are no silences between
 * them; so what makes no frame is thrown away with all that came with it, and so is a beginning
 * whose end has not come for long.
 */
final class RtuCutter implements Cutter {

  private static final int CRC = 2;

  private final boolean isRequest;
  private final long patience;
  private int kept;
  private long keptSince;

  RtuCutter(boolean isRequest, Duration patience) {
    this.isRequest = isRequest;
    this.patience = patience.toNanos();
  }

  @Override
  public void cut(ByteBuf in, List<Object> out) {
    if (kept > 0 && kept < in.readableBytes() && System.nanoTime() - keptSince > patience) {
      in.skipBytes(kept);
    }
    take(in, out);
    if (in.readableBytes() != kept) {
      keptSince = System.nanoTime();
    }
    kept = in.readableBytes();
  }

  private void take(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 2) {
      return;
    }
    int at = in.readerIndex();
    int length = Lengths.of(in, at + 1, isRequest);
    if (length == Lengths.NONE || length > Frame.LONGEST_PDU) {
      drop("sent what is no frame of Modbus RTU", in, out);
    } else if (length != Lengths.MORE && in.readableBytes() >= 1 + length + CRC) {
      byte[] bytes = ByteBufUtil.getBytes(in, at, 1 + length);
      if (Checksum.Crc16.MODBUS.of(bytes) == in.getUnsignedShortLE(at + 1 + length)) {
        in.skipBytes(1 + length + CRC);
        byte[] pdu = new byte[length];
        System.arraycopy(bytes, 1, pdu, 0, length);
        out.add(new Frame(0, bytes[0] & 0xFF, pdu));
      } else {
        drop("sent a frame with a wrong CRC", in, out);
      }
    }
  }

  private static void drop(String what, ByteBuf in, List<Object> out) {
    String bytes = Bytes.excerpt(ByteBufUtil.getBytes(in));
    in.skipBytes(in.readableBytes());
    out.add(new Fault(Fault.Kind.MALFORMED, what, bytes, true));
  }
}
