package io.integrationhost.testkit;

import io.integrationhost.kit.Network;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Dials, with one flaw or none, and asks every 10 s; a number is a reading. */
final class FlawedClient implements TransportPlugin {

  private final ClientFlaw flaw;

  FlawedClient(ClientFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Transport create(TransportContext context) {
    if (!context.config().getString("host").equals("plc")) {
      throw new TransportException(TransportException.Kind.CONFIGURATION, "host is not plc");
    }
    Asking transport = new Asking(context);
    if (flaw == ClientFlaw.DIALS_IN_CREATE) {
      transport.dial();
    }
    return transport;
  }

  private static void close(Channel channel) {
    var unused = channel.close();
  }

  private final class Asking implements Transport {

    private final TransportContext context;
    private final Network network;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private Optional<Channel> channel = Optional.empty();
    private boolean stopped;
    private boolean sulking;

    Asking(TransportContext context) {
      this.context = context;
      this.network = (Network) context;
    }

    @Override
    public CompletionStage<Void> start() {
      dial();
      return flaw == ClientFlaw.STARTS_ONLY_WITH_ITS_PEER
          ? connected
          : CompletableFuture.completedFuture(null);
    }

    private void dial() {
      if (stopped && flaw != ClientFlaw.DIALS_AFTER_ITS_STOP) {
        return;
      }
      Channel dialling =
          new Bootstrap()
              .group(network.loops())
              .channelFactory(network::client)
              .handler(new Ear())
              .connect(network.virtual(InetSocketAddress.createUnresolved("plc", 502)))
              .channel();
      var unused = dialling.closeFuture().addListener(gone -> lost());
    }

    private void lost() {
      channel = Optional.empty();
      if (flaw != ClientFlaw.DIALS_ONCE) {
        long wait = flaw == ClientFlaw.HAMMERS ? 100 : 5_000;
        var unused = network.loops().schedule(this::dial, wait, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public CompletionStage<Void> stop() {
      stopped = true;
      if (flaw != ClientFlaw.KEEPS_ITS_CONNECTION) {
        channel.ifPresent(FlawedClient::close);
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> downlink(Downlink downlink) {
      if (flaw == ClientFlaw.WAITS_FOR_EVER_WITH_A_DOWNLINK) {
        return new CompletableFuture<>();
      }
      return Transport.super.downlink(downlink);
    }

    @Override
    public Health health() {
      return channel.isPresent() || flaw == ClientFlaw.IS_ALWAYS_WELL
          ? Health.up()
          : Health.down("plc:502 is away");
    }

    private void publish(double number) {
      var values = new TimedValues(context.clock().millis(), Map.of("number", Value.of(number)));
      var unused =
          context
              .uplinks()
              .publish(new Uplink.Telemetry(Device.named("raw"), List.of(values), new Source("1")))
              .thenAccept(
                  receipt ->
                      sulking |=
                          flaw == ClientFlaw.GIVES_UP_AFTER_A_REFUSAL
                              && receipt instanceof Receipt.Rejected);
    }

    private final class Ear extends SimpleChannelInboundHandler<ByteBuf> {

      @Override
      public void channelActive(ChannelHandlerContext ctx) {
        channel = Optional.of(ctx.channel());
        connected.complete(null);
        ask(ctx);
      }

      private void ask(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
          var unused = ctx.writeAndFlush(Unpooled.copiedBuffer("?\n", StandardCharsets.UTF_8));
          var unusedToo = ctx.executor().schedule(() -> ask(ctx), 10, TimeUnit.SECONDS);
        }
      }

      @Override
      protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8).trim();
        boolean number = text.matches("[0-9.]+");
        sulking |= !number && flaw == ClientFlaw.DIES_OF_NONSENSE;
        if (number && !sulking) {
          publish(Double.parseDouble(text));
        }
      }
    }
  }
}
