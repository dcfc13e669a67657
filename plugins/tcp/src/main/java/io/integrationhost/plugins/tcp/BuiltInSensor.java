package io.integrationhost.plugins.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device inside the plugin that talks to the transport over real TCP, for tutorials and first
 * tests. Its state belongs to its event loop.
 */
final class BuiltInSensor {

  private static final Logger log = LoggerFactory.getLogger(BuiltInSensor.class);
  private static final int CONNECT_TIMEOUT_MS = 5000;
  private static final int MAX_ANSWER = 1024;

  private final SensorSettings settings;
  private final InetSocketAddress address;
  private final Shared shared;
  private final EventLoop loop;
  private final String label;
  private Channel channel;
  private boolean stopped;

  BuiltInSensor(SensorSettings settings, InetSocketAddress listening, Shared shared, String label) {
    this.settings = settings;
    this.address =
        listening.getAddress().isAnyLocalAddress()
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getPort())
            : listening;
    this.loop = shared.loops().serving().next();
    this.shared = shared;
    this.label = label + ", sensor '" + settings.name() + "'";
  }

  static String greeting(String name) {
    return "Hello to ThingsBoard! My name is [" + name + "]";
  }

  /** Any thread. */
  void start() {
    loop.execute(this::connect);
  }

  /** Any thread. Completes when the connection is closed. */
  CompletionStage<Void> stop() {
    var gone = new CompletableFuture<Void>();
    try {
      loop.execute(() -> close(gone));
    } catch (RejectedExecutionException pluginClosed) {
      gone.complete(null);
    }
    return gone;
  }

  private void close(CompletableFuture<Void> gone) {
    stopped = true;
    if (channel == null) {
      gone.complete(null);
    } else {
      channel.close().addListener(closed -> gone.complete(null));
    }
  }

  private void connect() {
    if (stopped || loop.isShuttingDown()) {
      return;
    }
    var connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
            .option(ChannelOption.ALLOCATOR, shared.buffers())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel opened) {
                    opened
                        .pipeline()
                        .addLast(
                            new LineBasedFrameDecoder(MAX_ANSWER),
                            new SensorConversation(settings, label));
                  }
                })
            .connect(address);
    channel = connecting.channel();
    channel.closeFuture().addListener(closed -> connectLater());
    connecting.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            log.debug("{}: cannot connect to {}: {}", label, address, connected.cause());
          }
        });
  }

  private void connectLater() {
    if (!stopped && !loop.isShuttingDown()) {
      var unused = loop.schedule(this::connect, 1, TimeUnit.SECONDS);
    }
  }
}
