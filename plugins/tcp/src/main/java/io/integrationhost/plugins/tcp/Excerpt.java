package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands before a frame decoder and remembers the beginning of what was received last. */
final class Excerpt extends ChannelInboundHandlerAdapter {

  private static final int LENGTH = 48;

  private final byte[] first = new byte[LENGTH];
  private int kept;
  private int received;
  private ChannelHandlerContext context;

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      received = bytes.readableBytes();
      kept = Math.min(received, LENGTH);
      bytes.getBytes(bytes.readerIndex(), first, 0, kept);
    }
    ctx.fireChannelRead(message);
  }

  /** Makes the decoder go on with what it holds: after a failure it would wait for more input. */
  void decodeRest() {
    context
        .executor()
        .execute(
            () -> {
              if (!context.isRemoved()) {
                context.fireChannelRead(Unpooled.EMPTY_BUFFER);
                context.fireChannelReadComplete();
              }
            });
  }

  @Override
  public String toString() {
    return received
        + " bytes, "
        + ByteBufUtil.hexDump(first, 0, kept)
        + (received > kept ? "..." : "");
  }
}
