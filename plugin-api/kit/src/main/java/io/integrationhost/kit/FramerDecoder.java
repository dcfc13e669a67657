package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Gives a {@link Framer} its bytes until nothing can follow any more. */
final class FramerDecoder extends ByteToMessageDecoder implements Framing.Unfinished {

  private final Framer framer;
  private final boolean ofDatagram;
  private boolean ended;

  FramerDecoder(Framer framer, boolean ofDatagram) {
    this.framer = framer;
    this.ofDatagram = ofDatagram;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int before = out.size();
    framer.take(in, out);
    if (out.size() > before && out.get(out.size() - 1) instanceof Fault fault && !fault.canGoOn()) {
      ended = true;
      in.skipBytes(in.readableBytes());
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (!ended && in.isReadable() && !framer.isSkipping()) {
      out.add(ofDatagram && framer.endsWithDatagram() ? bytes(in, in.readableBytes()) : unused(in));
    }
    in.skipBytes(in.readableBytes());
  }

  private Fault unused(ByteBuf in) {
    return new Fault(
        Fault.Kind.MALFORMED,
        "ended with " + in.readableBytes() + " bytes that were not used: " + framer.lack(),
        excerpt(in),
        true);
  }

  @Override
  public boolean isSkipping() {
    return framer.isSkipping();
  }

  @Override
  public String lack() {
    return framer.lack();
  }

  /** Takes so many bytes. */
  static byte[] bytes(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  /** How what can be read begins, for logs. */
  static String excerpt(ByteBuf in) {
    byte[] first = new byte[Math.min(in.readableBytes(), Bytes.EXCERPT)];
    in.getBytes(in.readerIndex(), first);
    return Bytes.excerpt(first, in.readableBytes());
  }
}
