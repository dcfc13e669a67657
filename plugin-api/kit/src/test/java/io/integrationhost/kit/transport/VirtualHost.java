package io.integrationhost.kit.transport;

import io.integrationhost.kit.Network;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Virtual sockets and virtual time, all on the thread of the test: nothing sleeps, nothing races.
 */
final class VirtualHost extends FakeHost implements Network {

  private final MockTicker ticker = Ticker.newMockTicker();
  private final ManualIoEventLoop loop =
      new ManualIoEventLoop(null, Thread.currentThread(), LocalIoHandler.newFactory(), ticker);

  VirtualHost(String slice) {
    super(slice);
  }

  /** Does all that can be done now. */
  void run() {
    while (loop.runNow() > 0) {
      // Until nothing is left.
    }
  }

  void forward(long milliseconds) {
    for (long i = 0; i < milliseconds; i += 100) {
      ticker.advance(Math.min(100, milliseconds - i), TimeUnit.MILLISECONDS);
      run();
    }
  }

  /** The other end of a virtual connection. */
  final class Device {
    private final StringBuilder heard = new StringBuilder();
    private final Channel channel;

    private Device(int port) {
      channel =
          new Bootstrap()
              .group(loop)
              .channelFactory(LocalChannel::new)
              .handler(
                  new SimpleChannelInboundHandler<ByteBuf>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
                      heard.append(bytes.toString(StandardCharsets.UTF_8));
                    }
                  })
              .connect(virtual(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
              .channel();
      run();
    }

    Device say(String text) {
      var unused = channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
      run();
      return this;
    }

    /** What came since the last look. */
    String heard() {
      run();
      String all = heard.toString();
      heard.setLength(0);
      return all;
    }

    boolean isOpen() {
      run();
      return channel.isOpen();
    }

    void leaves() {
      var unused = channel.close();
      run();
    }
  }

  Device connect(int port) {
    return new Device(port);
  }

  @Override
  public EventLoopGroup loops() {
    return loop;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public ServerChannel server() {
    return new LocalServerChannel();
  }

  @Override
  public Channel client() {
    return new LocalChannel();
  }

  @Override
  public Channel datagrams() {
    throw new UnsupportedOperationException("datagrams travel on real sockets here");
  }

  @Override
  public SocketAddress virtual(InetSocketAddress address) {
    return new LocalAddress("port " + address.getPort());
  }

  @Override
  public InetSocketAddress real(SocketAddress address) {
    String id = ((LocalAddress) address).id();
    int port = id.startsWith("port ") ? Integer.parseInt(id.substring(5)) : 50_000;
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
