package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.TransportPlugin;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class VirtualContextTest {

  private static final InetSocketAddress DEVICE = new InetSocketAddress("10.0.0.7", 4711);

  private final VirtualContext context = VirtualContext.virtual("{}");
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() {
    context.close();
  }

  private static void later(ScheduledExecutorService where, int seconds, Runnable task) {
    var unused = where.schedule(task, seconds, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everythingHasOneTime() {
    List<String> order = new ArrayList<>();
    later(context.loops(), 2, () -> order.add("loop 2 s"));
    later(context.scheduler(), 1, () -> order.add("scheduler 1 s"));
    later(
        context.scheduler(),
        3,
        () -> context.loops().execute(() -> order.add("loop at " + context.clock().millis())));
    context.passes(Duration.ofMillis(2_999));
    assertThat(order).containsExactly("scheduler 1 s", "loop 2 s");
    long before = context.clock().millis();
    context.passes(Duration.ofMinutes(10));
    assertThat(order).hasSize(3).last().isEqualTo("loop at " + (before + 1));
    assertThat(context.ticker().nanoTime()).isEqualTo(Duration.ofMillis(602_999).toNanos());
  }

  @Test
  void waitsForAStageInVirtualTime() {
    CompletableFuture<String> later = new CompletableFuture<>();
    later(context.loops(), 20, () -> later.complete("done"));
    assertThat(context.join(later)).isEqualTo("done");
    assertThatThrownBy(() -> context.join(new CompletableFuture<Void>()))
        .hasMessageContaining("not done after 30 s");
  }

  private Channel datagrams(int port) {
    return new Bootstrap()
        .group(context.loops())
        .channelFactory(context::datagrams)
        .handler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                DatagramPacket packet = (DatagramPacket) message;
                heard.add(packet.content().toString(StandardCharsets.UTF_8) + packet.sender());
                packet.release();
              }
            })
        .bind(context.virtual(new InetSocketAddress(port)))
        .channel();
  }

  @Test
  void carriesDatagramsBothWays() {
    Channel channel = datagrams(0);
    context.run();
    int port = context.ports().get(0);
    assertThat(context.real(channel.localAddress()).getPort()).isEqualTo(port).isPositive();
    VirtualDevice device = context.sender(DEVICE, port);
    device.say(bytes("a"));
    device.say(bytes("b"));
    assertThat(heard).containsExactly("a" + DEVICE, "b" + DEVICE);
    var unused =
        channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(bytes("c")), DEVICE));
    assertThat(device.heard()).isEqualTo(bytes("c"));
    var closed = channel.close();
    assertThat(closed.isDone()).isTrue();
    assertThat(device.isConnected()).isFalse();
  }

  @Test
  void aDatagramWaitsWhileNobodyReads() {
    Channel channel = datagrams(6000);
    channel.config().setAutoRead(false);
    context.run();
    VirtualDevice device = context.sender(DEVICE, 6000);
    device.say(bytes("first"));
    device.say(bytes("second"));
    int early = heard.size();
    channel.config().setAutoRead(true);
    context.run();
    assertThat(early).isLessThanOrEqualTo(1);
    assertThat(heard).hasSize(2);
  }

  private Channel dial(InetSocketAddress to) {
    return new Bootstrap()
        .group(context.loops())
        .channelFactory(context::client)
        .handler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf in = (ByteBuf) message;
                heard.add(new String(ByteBufUtil.getBytes(in), StandardCharsets.UTF_8));
                in.release();
              }
            })
        .connect(context.virtual(to))
        .channel();
  }

  @Test
  void whoIsDialledAnswersOrIsAway() {
    InetSocketAddress peer = InetSocketAddress.createUnresolved("plc.example", 502);
    Channel early = dial(peer);
    context.run();
    assertThat(early.isActive()).isFalse();
    context.peersAnswer(true);
    Channel channel = dial(peer);
    context.run();
    assertThat(channel.isActive()).isTrue();
    InetSocketAddress real = context.real(channel.remoteAddress());
    assertThat(real.getHostString()).isEqualTo("plc.example");
    assertThat(real.getPort()).isEqualTo(502);
    assertThat(real.isUnresolved()).as("a name without an address").isFalse();
    assertThat(context.peers()).hasSize(1);
    VirtualDevice device = context.peers().get(0);
    device.say(bytes("hello"));
    assertThat(heard).containsExactly("hello");
    var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes("ask")));
    assertThat(device.take(2)).isEqualTo(bytes("as"));
    assertThat(device.heard()).isEqualTo(bytes("k"));
    context.peersAnswer(false);
    assertThat(channel.isActive()).isFalse();
    Channel late = dial(peer);
    context.run();
    assertThat(late.isActive()).isFalse();
  }

  @Test
  void twoNetworksDoNotMeet() {
    TransportPlugin plugin = new LinePlugin();
    Trial one = Trial.of(plugin, "{port: 5000}");
    Trial other = Trial.of(new LinePlugin(), "{port: 5000}");
    one.say("a t 1\n").hears("OK\n");
    other.publishedNothing();
    one.close();
    other.say("a t 1\n").hears("OK\n").close();
  }
}
