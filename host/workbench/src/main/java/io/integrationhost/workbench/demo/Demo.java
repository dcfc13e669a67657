package io.integrationhost.workbench.demo;

import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.Host;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.host.settings.SettingsLoader;
import io.integrationhost.workbench.sensor.Protocol;
import io.integrationhost.workbench.sensor.SensorReport;
import io.integrationhost.workbench.sensor.SensorSettings;
import io.integrationhost.workbench.sensor.Sensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The walk-through of the guide with nothing outside this process: a sensor talks to the plugin,
 * the host converts, and the emulator receives over a real link.
 */
public final class Demo implements AutoCloseable {

  private static final String KEY = "demo-routing-key";
  private static final String SECRET = "demo-secret";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SENSOR = "Device B";

  private final Emulator emulator;
  private final int devicePort;
  private final Host host;
  private final Optional<Sensors> sensors;

  /**
   * Starts everything.
   *
   * @param protocol of the sensor; over TCP it is the one that the plugin brings
   * @param home where the distribution is, for its plugins
   * @param data a directory for this run
   * @param interval between two readings of the sensor
   * @param received hears each reading, with the device's name, on a thread of the emulator
   */
  public Demo(
      Protocol protocol,
      Path home,
      Path data,
      Duration interval,
      StatusListener listener,
      BiConsumer<String, Reading> received) {
    devicePort = freePort();
    Walk walk = Walk.of(protocol, devicePort, interval, KEY, SECRET);
    emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .integration(walk.integration())
                .itemListener(item -> readings(item, received))
                .build());
    boolean started = false;
    try {
      host =
          Host.start(
              new SettingsLoader(home, Map.of())
                  .loadText(settings(emulator.port(), data) + walk.hostSettings()),
              Clock.systemUTC(),
              List.of(listener));
      sensors =
          protocol == Protocol.TCP ? Optional.empty() : Optional.of(sensors(protocol, interval));
      started = true;
    } finally {
      if (!started) {
        emulator.close();
      }
    }
  }

  /** Where sensors can connect. */
  public int devicePort() {
    return devicePort;
  }

  /** Where the emulator listens. */
  public int thingsBoardPort() {
    return emulator.port();
  }

  public Host host() {
    return host;
  }

  /** The routing key of the integration. */
  public String key() {
    return KEY;
  }

  private Sensors sensors(Protocol protocol, Duration interval) {
    return new Sensors(
        new SensorSettings(
            protocol,
            "127.0.0.1",
            devicePort,
            protocol == Protocol.HTTP ? KEY : "",
            SENSOR,
            interval,
            0,
            1,
            PATIENCE),
        new Quiet());
  }

  private static void readings(ReceivedItem item, BiConsumer<String, Reading> received) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      item.telemetry().forEach(reading -> received.accept(item.name(), reading));
    }
  }

  /** The settings of a host for {@link #integration}. */
  public static String settings(int thingsBoardPort, Path data) {
    return """
        thingsboard { host = "127.0.0.1", port = %d }
        integrations { demo { routing-key = "%s", secret = "%s" } }
        data-directory = %s
        """
        .formatted(
            thingsBoardPort,
            KEY,
            SECRET,
            com.typesafe.config.ConfigUtil.quoteString(data.toString()));
  }

  /**
   * The integration of the guide, as ThingsBoard has it.
   *
   * @param port where the TCP plugin is to listen
   * @param interval between two readings, as the guide's configuration has it
   */
  public static EmulatedIntegration integration(int port, Duration interval) {
    return Walk.of(Protocol.TCP, port, interval, KEY, SECRET).integration();
  }

  /** A port of this machine that nobody uses now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on this machine", e);
    }
  }

  @Override
  public void close() {
    sensors.ifPresent(Sensors::close);
    host.close();
    emulator.close();
  }

  /** What the sensor sees is shown by what arrives, or does not. */
  private static final class Quiet implements SensorReport {

    private static final Logger log = LoggerFactory.getLogger(Demo.class);

    @Override
    public void answered(String sensor, String said, String answer, Kind kind) {
      if (kind == Kind.OTHER) {
        log.warn("{}: {} was answered with {}", sensor, said, answer);
      }
    }

    @Override
    public void waits(String problem) {
      log.debug(problem);
    }

    @Override
    public void failed(String problem) {
      log.warn(problem);
    }
  }
}
