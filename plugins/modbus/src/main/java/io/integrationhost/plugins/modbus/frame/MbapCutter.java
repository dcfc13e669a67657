package io.integrationhost.plugins.modbus.frame;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * Frames of Modbus TCP. A head that is none ends the connection: nobody knows where the next is.
 */
final class MbapCutter implements Cutter {

  private static final int HEAD = 6;
  private static final int LONGEST = 1 + Frame.LONGEST_PDU;

  @Override
  public void cut(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEAD) {
      return;
    }
    int at = in.readerIndex();
    int protocol = in.getUnsignedShort(at + 2);
    int length = in.getUnsignedShort(at + 4);
    if (protocol != 0 || length < 2 || length > LONGEST) {
      String what =
          protocol != 0
              ? "sent a frame of protocol " + protocol + ", not of Modbus, which is 0"
              : "sent a frame whose length is " + length + ", not 2 to " + LONGEST;
      String bytes = Bytes.excerpt(ByteBufUtil.getBytes(in));
      in.skipBytes(in.readableBytes());
      out.add(
          new Fault(
              Fault.Kind.MALFORMED, what + "; is it Modbus TCP (framing = mbap)?", bytes, false));
    } else if (in.readableBytes() >= HEAD + length) {
      int transaction = in.readUnsignedShort();
      in.skipBytes(4);
      int unit = in.readUnsignedByte();
      byte[] pdu = new byte[length - 1];
      in.readBytes(pdu);
      out.add(new Frame(transaction, unit, pdu));
    }
  }
}
