package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;

/** Publishes frames and deals with broken ones. */
final class FrameHandler extends SimpleChannelInboundHandler<ByteBuf> {

  private static final int MAX_REASON = 120;

  private final Framing framing;
  private final Connection connection;
  private final Excerpt excerpt;
  private final Reports reports;

  FrameHandler(Framing framing, Connection connection, Excerpt excerpt, Reports reports) {
    this.framing = framing;
    this.connection = connection;
    this.excerpt = excerpt;
    this.reports = reports;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
    if (frame.isReadable()) {
      connection.publish(ByteBufUtil.getBytes(frame), LineEnd.NONE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof DecoderException)) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    boolean goOn = cause instanceof TooLongFrameException && !(framing instanceof Framing.Json);
    reports.countBadFrame();
    reports
        .frames()
        .warn(
            () ->
                connection
                    + " sent a frame that does not fit the configured framing ("
                    + shortened(cause.getMessage())
                    + "); "
                    + (goOn ? "skipped" : "the connection is closed")
                    + "; last received: "
                    + excerpt);
    if (goOn) {
      excerpt.decodeRest();
    } else {
      connection.close();
    }
  }

  /** Netty's message about broken JSON holds all of it. */
  private static String shortened(String message) {
    return message.length() > MAX_REASON ? message.substring(0, MAX_REASON) + "..." : message;
  }
}
