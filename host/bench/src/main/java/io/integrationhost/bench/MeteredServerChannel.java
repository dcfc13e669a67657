package io.integrationhost.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes of the connections it accepts. */
final class MeteredServerChannel extends NioServerSocketChannel {
  private final LongAdder bytes;

  MeteredServerChannel(LongAdder bytes) {
    this.bytes = bytes;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int result = super.doReadMessages(accepted);
    for (Object connection : accepted.subList(before, accepted.size())) {
      ((Channel) connection).pipeline().addFirst(new Meter(bytes));
    }
    return result;
  }

  /** Stands below gRPC's handlers. */
  private static final class Meter extends ChannelDuplexHandler {
    private final LongAdder bytes;

    Meter(LongAdder bytes) {
      this.bytes = bytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      count(message);
      super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      count(message);
      super.write(context, message, promise);
    }

    private void count(Object message) {
      if (message instanceof ByteBuf buffer) {
        bytes.add(buffer.readableBytes());
      }
    }
  }
}
