package io.integrationhost.kit.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the datagrams of one channel, all into the same buffer, and cuts each with a decoder of its
 * own. Belongs to the loop.
 */
final class DatagramReader extends ChannelInboundHandlerAdapter {

  /** What fits into a datagram. */
  static final int LONGEST = 65_507;

  /** Of the buffer: small datagrams of one turn lie in it beside room for a long one. */
  private static final int SIZE = 2 * (LONGEST + 1);

  /** After so many the loop turns to other channels. */
  private static final int MOST_IN_A_TURN = 16;

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

  /**
   * Reads several datagrams in one turn of the loop, one behind the other, into the same buffer.
   */
  private final class Turn implements RecvByteBufAllocator.ExtendedHandle {

    private ChannelConfig config;
    private int messages;
    private int filled;
    private int attempted;
    private int last;

    @Override
    public void reset(ChannelConfig now) {
      config = now;
      messages = 0;
      filled = 0;
    }

    /** One byte more than can come, so that what is longer is seen to be. */
    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return buffer(allocator, filled == 0).retainedSlice(filled, LONGEST + 1).clear();
    }

    @Override
    public boolean continueReading() {
      return config.isAutoRead() && messages < MOST_IN_A_TURN && SIZE - filled > LONGEST;
    }

    /** There may be more though a datagram never fills its buffer. */
    @Override
    public boolean continueReading(UncheckedBooleanSupplier more) {
      return continueReading();
    }

    @Override
    public int guess() {
      return LONGEST + 1;
    }

    @Override
    public void incMessagesRead(int more) {
      messages += more;
    }

    @Override
    public void lastBytesRead(int bytes) {
      last = bytes;
      filled += Math.max(0, bytes);
    }

    @Override
    public int lastBytesRead() {
      return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
      return attempted;
    }

    @Override
    public void readComplete() {
      // The next turn begins with a reset.
    }
  }

  private ByteBuf buffer(ByteBufAllocator allocator, boolean begins) {
    if (buffer != null && begins && buffer.refCnt() > 1) {
      // A frame of a foreign decoder still lies in it.
      buffer.release();
      buffer = null;
    }
    if (buffer == null) {
      buffer = allocator.heapBuffer(SIZE, SIZE);
    }
    return buffer;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    ctx.channel().config().setRecvByteBufAllocator(Turn::new);
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
