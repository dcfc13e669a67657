package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.TransportContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device beside a port that talks to it over real TCP, for tutorials and first tests. It takes
 * its turns on the plugin's own thread, which it never blocks. Thread-safe.
 */
final class BuiltInSensor {

  private static final Logger log = LoggerFactory.getLogger(BuiltInSensor.class);

  private final InetSocketAddress port;
  private final Settings.Sensor sensor;
  private final ScheduledExecutorService scheduler;
  private final ByteBuffer heard = ByteBuffer.allocate(1024);
  private Optional<SocketChannel> connection = Optional.empty();
  private final long turnMs;
  private boolean stopped;
  private boolean greeted;
  private boolean answered;
  private long untilReading;

  BuiltInSensor(InetSocketAddress port, Settings.Sensor sensor, TransportContext context) {
    this.port = port;
    this.sensor = sensor;
    this.scheduler = context.scheduler();
    this.turnMs = Math.min(sensor.interval().toMillis(), 100);
    scheduler.execute(this::turn);
  }

  synchronized void stop() {
    stopped = true;
    disconnect();
  }

  private synchronized void turn() {
    if (stopped) {
      return;
    }
    try {
      talk();
    } catch (IOException | RuntimeException e) {
      log.debug("sensor '{}' is not connected: {}", sensor.name(), e.toString());
      disconnect();
    }
    var unused = scheduler.schedule(this::turn, turnMs, TimeUnit.MILLISECONDS);
  }

  private void talk() throws IOException {
    if (connection.isEmpty()) {
      connection = Optional.of(SocketChannel.open());
      connection.get().configureBlocking(false);
      connection.get().connect(port);
    }
    SocketChannel channel = connection.get();
    if (!channel.finishConnect()) {
      return;
    }
    if (!greeted) {
      greeted = true;
      say(channel, Greeting.of(sensor.name()));
    }
    int read = channel.read(heard.clear());
    if (read < 0) {
      throw new IOException("the connection was closed");
    }
    untilReading -= answered ? turnMs : 0;
    answered |= read > 0;
    if (answered && untilReading <= 0) {
      untilReading += sensor.interval().toMillis();
      var random = ThreadLocalRandom.current();
      int temperature = random.nextInt(18, 31);
      say(channel, temperature + "," + random.nextInt(35, 66) + "," + random.nextInt(80, 101));
    }
  }

  private void say(SocketChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Bytes.utf8(line + "\n"));
    if (channel.write(bytes) < bytes.capacity()) {
      throw new IOException("the transport does not read");
    }
  }

  private void disconnect() {
    greeted = false;
    answered = false;
    untilReading = 0;
    try {
      if (connection.isPresent()) {
        connection.get().close();
      }
    } catch (IOException e) {
      log.debug("sensor '{}' cannot be closed: {}", sensor.name(), e.toString());
    }
    connection = Optional.empty();
  }
}
