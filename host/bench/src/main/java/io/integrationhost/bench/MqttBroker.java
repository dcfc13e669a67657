package io.integrationhost.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * A broker for one client, on one thread: publishes messages of quality of service 1 without a
 * pause, so many at a time as its window lets be without acknowledgement, and counts what is
 * acknowledged.
 */
final class MqttBroker implements MqttSource {

  /** What the client subscribes to. */
  static final String FILTER = "bench/#";

  /** Messages that are not acknowledged: as many as the plugin takes by its defaults. */
  static final int WINDOW = 1000;

  private static final byte[] PINGRESP = {(byte) 0xD0, 0};
  private static final int PUBLISH_QOS_1 = 0x32;
  private static final byte[] PAYLOAD = "25,40,94".getBytes(StandardCharsets.US_ASCII);

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1,
          new DefaultThreadFactory(BenchThread.PREFIX + "mqtt-broker", true),
          NioIoHandler.newFactory());
  private final Histogram latency = Latencies.empty();
  private final int topics;
  private final int port;
  private volatile long accepted;
  private volatile long strange;
  private volatile int unacknowledged;
  private volatile boolean left;
  private volatile boolean recording;
  private volatile boolean stopping;

  /**
   * Listens.
   *
   * @param topics how many devices there seem to be
   */
  MqttBroker(int topics) {
    this.topics = topics;
    Channel channel =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accepted
                        .pipeline()
                        .addLast(MqttEncoder.INSTANCE, new MqttDecoder(), new Client());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    port = ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public int port() {
    return port;
  }

  /** It sees by itself who subscribes and what is acknowledged. */
  @Override
  public void publish(LongSupplier delivered) {}

  /** The client that is served. */
  private final class Client extends SimpleChannelInboundHandler<MqttMessage> {

    private final byte[][] heads = new byte[topics][];
    private final long[] sentAt = new long[WINDOW + 1];
    private final int[] free = new int[WINDOW];
    private int freeCount = WINDOW;
    private int next;
    private boolean subscribed;

    Client() {
      for (int i = 0; i < topics; i++) {
        heads[i] = ("bench/device-" + i).getBytes(StandardCharsets.US_ASCII);
      }
      for (int i = 0; i < WINDOW; i++) {
        free[i] = WINDOW - i;
      }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    protected void channelRead0(ChannelHandlerContext ctx, MqttMessage packet) {
      if (packet.decoderResult().isFailure()) {
        strange++;
        return;
      }
      switch (packet.fixedHeader().messageType()) {
        case CONNECT ->
            write(
                ctx,
                MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                    .build());
        case SUBSCRIBE -> {
          subscribed = true;
          write(
              ctx,
              MqttMessageBuilders.subAck()
                  .packetId(((MqttSubscribeMessage) packet).variableHeader().messageId())
                  .addGrantedQos(MqttQoS.AT_LEAST_ONCE)
                  .build());
        }
        case PUBACK ->
            acknowledged(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
        case PINGREQ -> write(ctx, ctx.alloc().buffer(2).writeBytes(PINGRESP));
        default -> strange++;
      }
    }

    /** What fails closes the channel. */
    private static void write(ChannelHandlerContext ctx, Object packet) {
      var unused = ctx.write(packet, ctx.voidPromise());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void acknowledged(int id) {
      if (id < 1 || id > WINDOW || sentAt[id] == 0) {
        strange++;
        return;
      }
      if (recording) {
        Latencies.record(latency, System.nanoTime() - sentAt[id]);
      }
      sentAt[id] = 0;
      free[freeCount++] = id;
      accepted++;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      publish(ctx);
      ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      publish(ctx);
      ctx.flush();
    }

    private void publish(ChannelHandlerContext ctx) {
      while (subscribed && !stopping && freeCount > 0 && ctx.channel().isWritable()) {
        byte[] topic = heads[next];
        next = (next + 1) % topics;
        int id = free[--freeCount];
        sentAt[id] = System.nanoTime();
        int length = 2 + topic.length + 2 + PAYLOAD.length;
        ByteBuf packet = ctx.alloc().buffer(length + 2);
        packet.writeByte(PUBLISH_QOS_1).writeByte(length);
        packet.writeShort(topic.length).writeBytes(topic).writeShort(id).writeBytes(PAYLOAD);
        write(ctx, packet);
      }
      unacknowledged = WINDOW - freeCount;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      left = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var unused = ctx.close();
    }
  }

  @Override
  public void record(boolean on) {
    recording = on;
  }

  @Override
  public void finish() {
    stopping = true;
    Waiting.until(
        () -> unacknowledged == 0 || left, "the acknowledgement of all that was published");
    if (left) {
      throw new BenchException("the MQTT client left its broker, so this run measures nothing");
    }
  }

  @Override
  public long accepted() {
    return accepted;
  }

  /** Packets that do not belong here. */
  @Override
  public long refused() {
    return strange;
  }

  /** To be read when it has ended. */
  @Override
  public Map<String, Histogram> latencies() {
    return Map.of(Latencies.TO_OK, latency);
  }

  @Override
  public void close() {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
