package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The built-in sensor's side of the conversation on one connection. */
final class SensorConversation extends SimpleChannelInboundHandler<ByteBuf> {

  private static final Logger log = LoggerFactory.getLogger(SensorConversation.class);

  private final SensorSettings settings;
  private final String label;
  private Future<?> readings;

  SensorConversation(SensorSettings settings, String label) {
    this.settings = settings;
    this.label = label;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    say(ctx, BuiltInSensor.greeting(settings.name()));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf answer) {
    log.debug("{}: was answered {}", label, answer.toString(StandardCharsets.UTF_8));
    if (readings == null) {
      long interval = settings.interval().toMillis();
      readings =
          ctx.executor()
              .scheduleAtFixedRate(() -> measure(ctx), 0, interval, TimeUnit.MILLISECONDS);
    }
  }

  private void measure(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      var random = ThreadLocalRandom.current();
      say(
          ctx,
          random.nextInt(18, 31) + "," + random.nextInt(35, 66) + "," + random.nextInt(80, 101));
    }
  }

  private void say(ChannelHandlerContext ctx, String line) {
    log.debug("{}: says {}", label, line);
    ctx.writeAndFlush(Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (readings != null) {
      readings.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("{}: connection failed: {}", label, cause.toString());
    var unused = ctx.close();
  }
}
