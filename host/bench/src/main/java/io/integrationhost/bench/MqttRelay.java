package io.integrationhost.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Mosquitto as the broker, and one client of it that publishes with quality of service 1: as fast
 * as the broker confirms, but no further ahead of who subscribes than {@value #MOST_AHEAD}
 * messages.
 */
final class MqttRelay implements MqttSource {

  /** What a slow subscriber leaves waits in the broker's memory. */
  private static final int MOST_AHEAD = 10_000;

  private static final int PUBLISH_QOS_1 = 0x32;
  private static final byte[] PAYLOAD = "25,40,94".getBytes(StandardCharsets.US_ASCII);

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1,
          new DefaultThreadFactory(BenchThread.PREFIX + "mqtt-publisher", true),
          NioIoHandler.newFactory());
  private final int topics;
  private final int port = GuideSocket.freePort();
  private final Process broker;
  private final Path log;
  private volatile long accepted;
  private volatile long strange;
  private volatile int unconfirmed;
  private volatile boolean stopping;

  /**
   * Starts the broker.
   *
   * @param topics how many devices there seem to be
   * @param directory for its settings
   */
  MqttRelay(int topics, Path directory) {
    this.topics = topics;
    log = directory.resolve("mosquitto.log");
    try {
      Path settings =
          Files.writeString(
              directory.resolve("mosquitto.conf"),
              "listener "
                  + port
                  + " 127.0.0.1\nallow_anonymous true\nuser "
                  + System.getProperty("user.name")
                  + "\nmax_inflight_messages "
                  + MqttBroker.WINDOW
                  + "\nmax_queued_messages 0\nlog_dest stderr\nlog_type subscribe\n");
      broker =
          new ProcessBuilder("mosquitto", "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new BenchException("mosquitto cannot be started: " + e.getMessage(), e);
    }
    Waiting.until(this::isOpen, "the start of mosquitto");
  }

  private boolean isOpen() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  private boolean isSubscribed() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1).contains(MqttBroker.FILTER);
    } catch (IOException e) {
      return false;
    }
  }

  /** What is published before somebody subscribes would be lost. */
  @Override
  public void publish(LongSupplier delivered) {
    Waiting.until(this::isSubscribed, "a subscription at mosquitto");
    new Publisher(delivered).dial(loop, port);
  }

  private final class Publisher extends MqttClient {

    private final LongSupplier delivered;
    private long sent;
    private int next;
    private int under;
    private boolean loggedIn;
    private boolean looksAgain;

    Publisher(LongSupplier delivered) {
      super("publisher");
      this.delivered = delivered;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    protected void channelRead0(ChannelHandlerContext ctx, MqttMessage packet) {
      if (packet.fixedHeader().messageType() == MqttMessageType.PUBACK) {
        under--;
        accepted++;
      } else if (packet.fixedHeader().messageType() == MqttMessageType.CONNACK) {
        loggedIn = true;
      } else {
        strange++;
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      publish(ctx);
    }

    private void publish(ChannelHandlerContext ctx) {
      while (loggedIn && !stopping && under < MqttBroker.WINDOW && ctx.channel().isWritable()) {
        if (sent - delivered.getAsLong() >= MOST_AHEAD) {
          lookAgain(ctx);
          break;
        }
        byte[] topic = ("bench/device-" + next).getBytes(StandardCharsets.US_ASCII);
        next = (next + 1) % topics;
        int length = 2 + topic.length + 2 + PAYLOAD.length;
        ByteBuf packet = ctx.alloc().buffer(length + 2);
        packet.writeByte(PUBLISH_QOS_1).writeByte(length).writeShort(topic.length);
        packet.writeBytes(topic).writeShort((int) (sent % 65_535) + 1).writeBytes(PAYLOAD);
        var unused = ctx.write(packet, ctx.voidPromise());
        sent++;
        under++;
      }
      unconfirmed = under;
      ctx.flush();
    }

    private void lookAgain(ChannelHandlerContext ctx) {
      if (!looksAgain) {
        looksAgain = true;
        var unused =
            ctx.executor()
                .schedule(
                    () -> {
                      looksAgain = false;
                      publish(ctx);
                    },
                    1,
                    TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      publish(ctx);
    }
  }

  @Override
  public void record(boolean on) {
    // What the broker confirms to the publisher says nothing of who subscribes.
  }

  @Override
  public void finish() {
    stopping = true;
    Waiting.until(() -> unconfirmed == 0, "the broker's confirmation of all that was published");
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

  @Override
  public Map<String, Histogram> latencies() {
    return Map.of();
  }

  @Override
  public void close() {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    broker.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
