package io.integrationhost.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A client that acknowledges at once and does nothing: what MQTT alone costs here. */
final class BareMqtt implements Load {

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final MqttSource broker;
  private volatile long done;
  private volatile boolean subscribed;

  /** Subscribes; the broker is closed with this. */
  BareMqtt(MqttSource broker) {
    this.broker = broker;
    new Acks().dial(loop, broker.port());
    Waiting.until(() -> subscribed, "the subscription of the bare client");
    broker.publish(() -> done);
  }

  private final class Acks extends MqttClient {

    Acks() {
      super("bare");
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    protected void channelRead0(ChannelHandlerContext ctx, MqttMessage packet) {
      if (packet instanceof MqttPublishMessage message) {
        done++;
        var unused =
            ctx.write(
                MqttMessageBuilders.pubAck().packetId(message.variableHeader().packetId()).build(),
                ctx.voidPromise());
      } else if (packet.fixedHeader().messageType() == MqttMessageType.SUBACK) {
        subscribed = true;
      } else if (packet.fixedHeader().messageType() == MqttMessageType.CONNACK) {
        var unused =
            ctx.write(
                MqttMessageBuilders.subscribe()
                    .messageId(1)
                    .addSubscription(MqttQoS.AT_LEAST_ONCE, MqttBroker.FILTER)
                    .build(),
                ctx.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }
  }

  @Override
  public long delivered() {
    return done;
  }

  @Override
  public long wireBytes() {
    return 0;
  }

  @Override
  public void record(boolean on) {
    broker.record(on);
  }

  @Override
  public Tally finish() {
    broker.finish();
    Waiting.until(() -> done >= broker.accepted(), "the delivery of all that was published");
    return new Tally(broker.accepted(), done, done, broker.refused());
  }

  @Override
  public Map<String, Histogram> latencies() {
    return broker.latencies();
  }

  @Override
  public void close() {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    broker.close();
  }
}
