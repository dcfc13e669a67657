package io.integrationhost.kit.transport;

import io.integrationhost.plugin.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Stands between the socket, with TLS taken off, and the decoder: tells the host what passes, and
 * gives the decoder its bytes one frame at a time, so that what cannot be handled yet stays bytes.
 */
final class Gate extends ChannelDuplexHandler {

  /** Takes what comes through the gate. */
  interface Inside {
    /** Before the decoder gets the bytes; false: throw them away. */
    boolean received(int bytes);

    /** After the decoder got them. */
    void goOn();

    /** The peer has said its last. */
    void ended();
  }

  private final Wire.Line line;
  private final Inside inside;
  private ChannelHandlerContext context;

  Gate(Wire.Line line, Inside inside) {
    this.line = line;
    this.inside = inside;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Has the decoder look at the bytes that it has. */
  void pull() {
    context.fireChannelRead(Unpooled.EMPTY_BUFFER);
  }

  /** Tells the decoder that nothing more comes. */
  void last(ByteToMessageDecoder decoder) {
    decoder.setSingleDecode(false);
    context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    line.received(bytes.readableBytes());
    if (line.isWatched()) {
      line.receivedCopy(ByteBufUtil.getBytes(bytes));
    }
    if (inside.received(bytes.readableBytes())) {
      ctx.fireChannelRead(bytes);
      inside.goOn();
    } else {
      bytes.release();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      line.sent(bytes.readableBytes());
      if (line.isWatched()) {
        line.sentCopy(ByteBufUtil.getBytes(bytes));
      }
    }
    var unused = ctx.write(message, promise);
  }

  /** A decoder that found nothing asks for more, also while we pause. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    if (ctx.channel().config().isAutoRead()) {
      ctx.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inside.ended();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inside.ended();
    inside.goOn();
    ctx.fireChannelInactive();
  }
}
