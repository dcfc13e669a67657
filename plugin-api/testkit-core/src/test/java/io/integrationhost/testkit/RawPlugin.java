package io.integrationhost.testkit;

import io.integrationhost.kit.Network;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Without the kit, on a network of the kit's: dials, and asks every 10 s; or takes datagrams and
 * answers each.
 */
final class RawPlugin implements TransportPlugin {

  private final boolean datagrams;

  RawPlugin(boolean datagrams) {
    this.datagrams = datagrams;
  }

  @Override
  public Transport create(TransportContext context) {
    return datagrams ? new Listening(context) : new Asking(context);
  }

  private static void publish(TransportContext context, String text) {
    TimedValues values =
        new TimedValues(context.clock().millis(), Map.of("text", Value.of(text.trim())));
    var unused =
        context
            .uplinks()
            .publish(new Uplink.Telemetry(Device.named("raw"), List.of(values), new Source("1")));
  }

  private static final class Asking implements Transport {

    private final TransportContext context;
    private boolean stopped;

    Asking(TransportContext context) {
      this.context = context;
    }

    @Override
    public CompletionStage<Void> start() {
      dial();
      return CompletableFuture.completedFuture(null);
    }

    private void dial() {
      if (stopped) {
        return;
      }
      Network network = (Network) context;
      Channel channel =
          new Bootstrap()
              .group(network.loops())
              .channelFactory(network::client)
              .handler(
                  new SimpleChannelInboundHandler<ByteBuf>() {
                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                      ask(ctx);
                    }

                    private void ask(ChannelHandlerContext ctx) {
                      var unused =
                          ctx.writeAndFlush(Unpooled.copiedBuffer("?\n", StandardCharsets.UTF_8));
                      var unusedToo = ctx.executor().schedule(() -> ask(ctx), 10, TimeUnit.SECONDS);
                    }

                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
                      publish(context, bytes.toString(StandardCharsets.UTF_8));
                    }
                  })
              .connect(network.virtual(InetSocketAddress.createUnresolved("plc", 502)))
              .channel();
      var unused = channel.closeFuture().addListener(gone -> dialLater(network));
    }

    private void dialLater(Network network) {
      var unused = network.loops().schedule(this::dial, 5, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<Void> stop() {
      stopped = true;
      return CompletableFuture.completedFuture(null);
    }
  }

  private record Listening(TransportContext context) implements Transport {

    @Override
    public CompletionStage<Void> start() {
      Network network = (Network) context;
      var bound = new CompletableFuture<Void>();
      var unusedBinding =
          new Bootstrap()
              .group(network.loops())
              .channelFactory(network::datagrams)
              .handler(
                  new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                      publish(context, packet.content().toString(StandardCharsets.UTF_8));
                      var unused =
                          ctx.writeAndFlush(
                              new DatagramPacket(
                                  Unpooled.copiedBuffer("OK", StandardCharsets.UTF_8),
                                  packet.sender()));
                    }
                  })
              .bind(network.virtual(new InetSocketAddress(6000)))
              .addListener(done -> bound.complete(null));
      return bound;
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
