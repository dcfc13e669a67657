package io.integrationhost.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A device in the network of a {@link VirtualContext}: it has connected to the transport, or was
 * dialled by it, or sends datagrams. For the thread that made the context.
 */
public final class VirtualDevice {

  private final VirtualContext context;
  private final Consumer<byte[]> mouth;
  private final Channel channel;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  /** A device at its end of a connection, which opens its ear by {@link #listen}. */
  VirtualDevice(VirtualContext context, Channel channel) {
    this.context = context;
    this.channel = channel;
    this.mouth =
        bytes -> {
          var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        };
  }

  /** A device without a connection, open for as long as the port is. */
  VirtualDevice(VirtualContext context, Channel port, Consumer<byte[]> mouth) {
    this.context = context;
    this.channel = port;
    this.mouth = mouth;
  }

  void listen() {
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                hear(ByteBufUtil.getBytes(bytes));
                bytes.release();
              }
            });
  }

  void hear(byte[] bytes) {
    heard.writeBytes(bytes);
  }

  /** Sends bytes, and lets the transport do with them what it can while no time passes. */
  public void say(byte[] bytes) {
    mouth.accept(bytes);
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

  /** Whether the connection is there; without connections, whether the port is open. */
  public boolean isConnected() {
    context.run();
    return channel.isActive();
  }

  /** Ends the connection; one that has none just says nothing more. */
  public void close() {
    if (channel instanceof VirtualDatagrams) {
      return;
    }
    var unused = channel.close();
    context.run();
  }
}
