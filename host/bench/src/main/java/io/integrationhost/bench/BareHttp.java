package io.integrationhost.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Clients against a server that answers 204 and does nothing: what HTTP alone costs here. */
final class BareHttp implements Load {

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors() / 2)),
          NioIoHandler.newFactory());
  private final Devices devices;

  BareHttp(int connections) {
    Channel channel =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accepted.pipeline().addLast(new HttpServerCodec(), new NoContent());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    devices = new HttpDevices(port, "/", connections);
  }

  private static final class NoContent extends SimpleChannelInboundHandler<HttpObject> {

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
      if (part instanceof LastHttpContent) {
        var unused =
            ctx.write(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }
  }

  @Override
  public long delivered() {
    return devices.accepted();
  }

  @Override
  public long wireBytes() {
    return 0;
  }

  @Override
  public void record(boolean on) {
    devices.record(on);
  }

  @Override
  public Tally finish() {
    devices.finish();
    return new Tally(devices.accepted(), devices.accepted(), devices.accepted(), devices.refused());
  }

  @Override
  public Map<String, Histogram> latencies() {
    return devices.latencies();
  }

  @Override
  public void close() {
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
