package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;

/** Decodes the framings of ThingsBoard's own form. */
final class FrameDecoder extends WatchedDecoder {

  private final Framer framer;

  FrameDecoder(Framer framer, HeldBytes.Share memory) {
    super(memory);
    this.framer = framer;
  }

  @Override
  void cut(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    framer.take(in, out);
  }

  @Override
  void cutLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.isReadable() && !framer.isSkipping()) {
      out.add(
          new Inbound.Lost(
              "ended with " + in.readableBytes() + " bytes that were not used: " + framer.lack(),
              Excerpt.of(in),
              false));
    }
    in.skipBytes(in.readableBytes());
  }

  @Override
  boolean isSkipping() {
    return framer.isSkipping();
  }

  @Override
  String lack() {
    return framer.lack();
  }
}
