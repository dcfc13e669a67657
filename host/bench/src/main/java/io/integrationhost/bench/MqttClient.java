package io.integrationhost.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.InetAddress;

/** One connection to a broker on this machine, which begins with a login. */
abstract class MqttClient extends SimpleChannelInboundHandler<MqttMessage> {

  private static final int KEEP_ALIVE_SECONDS = 600;

  private final String id;

  MqttClient(String id) {
    this.id = id;
  }

  /** Connects; waits until the broker has accepted, not for its answer to the login. */
  final void dial(EventLoopGroup loop, int port) {
    var unused =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(MqttEncoder.INSTANCE, new MqttDecoder(), MqttClient.this);
                  }
                })
            .connect(InetAddress.getLoopbackAddress(), port)
            .syncUninterruptibly();
  }

  @Override
  public final void channelActive(ChannelHandlerContext ctx) {
    var unused =
        ctx.writeAndFlush(
            MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(id)
                .cleanSession(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .build(),
            ctx.voidPromise());
  }
}
