package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device inside the plugin that talks to the transport over real TCP, for tutorials and first
 * tests. Takes its turns on the plugin's own thread, which it never blocks.
 */
final class BuiltInSensor {

  private static final Logger log = LoggerFactory.getLogger(BuiltInSensor.class);
  private static final long LONGEST_TURN_MS = 100;

  private final Form.Sensor settings;
  private final ScheduledExecutorService scheduler;
  private final long turnMs;
  private final ByteBuffer heard = ByteBuffer.allocate(1024);
  private Optional<Future<?>> turns = Optional.empty();
  private boolean stopped;
  private Optional<SocketChannel> connection = Optional.empty();
  private boolean greeted;
  private boolean answered;
  private long untilReading;

  BuiltInSensor(Form.Sensor settings, ScheduledExecutorService scheduler) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.turnMs = Math.min(settings.interval().toMillis(), LONGEST_TURN_MS);
  }

  static String greeting(String name) {
    return "Hello to ThingsBoard! My name is [" + name + "]";
  }

  /** Any thread. */
  synchronized void start(Optional<InetAddress> listening, int port) {
    InetAddress address =
        listening.filter(one -> !one.isAnyLocalAddress()).orElse(InetAddress.getLoopbackAddress());
    var there = new InetSocketAddress(address, port);
    if (!stopped) {
      turns =
          Optional.of(
              scheduler.scheduleAtFixedRate(() -> turn(there), 0, turnMs, TimeUnit.MILLISECONDS));
    }
  }

  /** Any thread; nothing is sent any more. */
  synchronized void stop() {
    stopped = true;
    turns.ifPresent(running -> running.cancel(false));
    disconnect();
  }

  private synchronized void turn(InetSocketAddress there) {
    if (stopped) {
      return;
    }
    try {
      talk(there);
    } catch (IOException | RuntimeException e) {
      log.debug("sensor '{}' is not connected to {}: {}", settings.name(), there, e.toString());
      disconnect();
    }
  }

  private void talk(InetSocketAddress there) throws IOException {
    if (connection.isEmpty()) {
      connection = Optional.of(SocketChannel.open());
      connection.get().configureBlocking(false);
      connection.get().connect(there);
    }
    SocketChannel channel = connection.get();
    if (!channel.finishConnect()) {
      return;
    }
    if (!greeted) {
      greeted = true;
      say(channel, greeting(settings.name()));
    }
    int read = channel.read(heard.clear());
    if (read < 0) {
      throw new IOException("the connection was closed");
    }
    answered |= read > 0;
    untilReading -= answered ? turnMs : 0;
    if (answered && untilReading <= 0) {
      untilReading += settings.interval().toMillis();
      var random = ThreadLocalRandom.current();
      say(
          channel,
          random.nextInt(18, 31) + "," + random.nextInt(35, 66) + "," + random.nextInt(80, 101));
    }
  }

  private void say(SocketChannel channel, String line) throws IOException {
    log.debug("sensor '{}' says {}", settings.name(), line);
    ByteBuffer bytes = ByteBuffer.wrap(Bytes.utf8(line + "\n"));
    if (channel.write(bytes) < bytes.capacity()) {
      throw new IOException("the transport does not read");
    }
  }

  private void disconnect() {
    try {
      if (connection.isPresent()) {
        connection.get().close();
      }
    } catch (IOException e) {
      log.debug("sensor '{}' cannot be closed: {}", settings.name(), e.toString());
    }
    connection = Optional.empty();
    greeted = false;
    answered = false;
    untilReading = 0;
  }
}
