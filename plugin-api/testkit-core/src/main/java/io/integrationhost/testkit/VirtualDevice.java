package io.integrationhost.testkit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.local.LocalChannel;
import java.io.ByteArrayOutputStream;
import java.net.SocketAddress;
import java.util.Arrays;

/** A device in the network of a {@link VirtualContext}. For the thread that made the context. */
public final class VirtualDevice {

  private final VirtualContext context;
  private final Channel channel;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  VirtualDevice(VirtualContext context, SocketAddress from, SocketAddress to) {
    this.context = context;
    this.channel =
        new Bootstrap()
            .group(context.loops())
            .channel(LocalChannel.class)
            .handler(new Ear())
            .connect(to, from)
            .channel();
    context.run();
  }

  private final class Ear extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      heard.writeBytes(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
  }

  /** Sends bytes, and lets the transport do with them what it can while no time passes. */
  public void say(byte[] bytes) {
    var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    context.run();
  }

  /** What came and was not taken yet. */
  public byte[] heard() {
    context.run();
    return heard.toByteArray();
  }

  /** Takes so many bytes of what came, fewer when it is less. */
  public byte[] take(int most) {
    byte[] all = heard();
    int count = Math.min(most, all.length);
    heard.reset();
    heard.writeBytes(Arrays.copyOfRange(all, count, all.length));
    return Arrays.copyOf(all, count);
  }

  /** Whether the connection is there. */
  public boolean isConnected() {
    context.run();
    return channel.isActive();
  }

  /** Ends the connection. */
  public void close() {
    var unused = channel.close();
    context.run();
  }
}
