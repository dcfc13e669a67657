package io.integrationhost.plugins.udp;

import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Optional;

/**
 * A whole datagram is a message, also an empty one.
 *
 * @param max in bytes; a longer one is a fault
 */
record WholeDatagrams(int max) implements Framing<byte[]> {

  /** What a datagram can hold. */
  static final int LONGEST = 65_507;

  @Override
  public ByteToMessageDecoder decoder() {
    throw new IllegalStateException("there are datagrams only");
  }

  @Override
  public Optional<Object> wholeDatagram(ByteBuf datagram) {
    int length = datagram.readableBytes();
    return Optional.of(
        length <= max
            ? ByteBufUtil.getBytes(datagram)
            : new Fault(
                Fault.Kind.TOO_LONG,
                "sent a datagram of " + length + " bytes (maxDatagramLength is " + max + ")",
                "",
                true));
  }

  @Override
  public byte[] frame(Object found) {
    return (byte[]) found;
  }
}
