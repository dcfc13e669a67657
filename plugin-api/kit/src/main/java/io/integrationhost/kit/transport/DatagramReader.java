package io.integrationhost.kit.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the datagrams of one channel, all into the same buffer, and cuts each with a decoder of its
 * own. Belongs to the loop.
 */
final class DatagramReader extends ChannelInboundHandlerAdapter {

  /** What fits into a datagram. */
  static final int LONGEST = 65_507;

  /** Takes one datagram. */
  interface Taker {
    void take(Channel channel, DatagramPacket packet, DatagramReader reader);

    /** The system could not send or receive one; others may come nevertheless. */
    void failed(Throwable cause);
  }

  private final Taker taker;
  private final List<Object> found = new ArrayList<>();
  private ChannelHandlerContext context;
  private ByteBuf buffer;

  DatagramReader(Taker taker) {
    this.taker = taker;
  }

  /** What comes out of the decoder. */
  private final class Found extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      found.add(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      // Said by the decoder of each datagram; nobody is left to be told.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      // The end of a datagram, said to its decoder.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      found.add(cause);
    }
  }

  /** Gives one buffer again and again, so one datagram is read at a time. */
  private final class OneBuffer implements RecvByteBufAllocator {
    @Override
    @SuppressWarnings("deprecation") // of the interface, which has no other
    public Handle newHandle() {
      return new DelegatingHandle(
          new FixedRecvByteBufAllocator(LONGEST + 1).maxMessagesPerRead(1).newHandle()) {
        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
          return buffer(allocator);
        }
      };
    }
  }

  /** One byte more than can come, so that what is longer is seen to be. */
  private ByteBuf buffer(ByteBufAllocator allocator) {
    if (buffer != null && buffer.refCnt() > 1) {
      // A frame of a foreign decoder still lies in it.
      buffer.release();
      buffer = null;
    }
    if (buffer == null) {
      buffer = allocator.heapBuffer(LONGEST + 1, LONGEST + 1);
    }
    return buffer.clear().retain();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    ctx.channel().config().setRecvByteBufAllocator(new OneBuffer());
    ctx.pipeline().addLast(new Found());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    try {
      taker.take(ctx.channel(), packet, this);
    } finally {
      packet.release();
    }
  }

  /** What a datagram holds: frames and faults, and what the decoder threw. */
  List<Object> cut(ByteBuf datagram, ByteToMessageDecoder decoder) {
    context.pipeline().addAfter(context.name(), null, decoder);
    try {
      context.fireChannelRead(datagram.retain());
      context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    } finally {
      context.pipeline().remove(decoder);
    }
    List<Object> all = List.copyOf(found);
    found.clear();
    return all;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    taker.failed(cause);
  }
}
