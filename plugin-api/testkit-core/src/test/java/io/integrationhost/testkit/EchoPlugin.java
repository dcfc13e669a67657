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
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes datagrams, without the kit but on a network of the kit's, and answers each. */
final class EchoPlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    return new Listening(context);
  }

  private record Listening(TransportContext context) implements Transport {

    @Override
    public CompletionStage<Void> start() {
      Network network = (Network) context;
      var bound = new CompletableFuture<Void>();
      var unused =
          new Bootstrap()
              .group(network.loops())
              .channelFactory(network::datagrams)
              .handler(
                  new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                      publish(packet.content().toString(StandardCharsets.UTF_8));
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

    private void publish(String text) {
      var values = new TimedValues(context.clock().millis(), Map.of("text", Value.of(text)));
      var unused =
          context
              .uplinks()
              .publish(new Uplink.Telemetry(Device.named("raw"), List.of(values), new Source("1")));
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
