package io.integrationhost.workbench.demo;

import com.google.gson.JsonObject;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.Host;
import io.integrationhost.host.integration.StatusListener;
import io.integrationhost.host.settings.SettingsLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The walk-through of the guide with nothing outside this process: a sensor talks TCP to the
 * plugin, the host converts, and the emulator receives over a real link.
 */
public final class Demo implements AutoCloseable {

  private static final String KEY = "demo-routing-key";
  private static final String SECRET = "demo-secret";
  private static final String GUIDE_CLASS =
      "org.thingsboard.integration.custom.basic.CustomIntegration";

  private final Emulator emulator;
  private final int devicePort;
  private final Host host;

  /**
   * Starts everything.
   *
   * @param home where the distribution is, for its plugins
   * @param data a directory for this run
   * @param interval between two readings of the built-in sensor
   * @param received hears each reading, with the device's name, on a thread of the emulator
   */
  public Demo(
      Path home,
      Path data,
      Duration interval,
      StatusListener listener,
      BiConsumer<String, Reading> received) {
    devicePort = freePort();
    emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .integration(integration(devicePort, interval))
                .itemListener(item -> readings(item, received))
                .build());
    boolean started = false;
    try {
      host =
          Host.start(
              new SettingsLoader(home, Map.of()).loadText(settings(emulator.port(), data)),
              Clock.systemUTC(),
              List.of(listener));
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
    JsonObject own = new JsonObject();
    own.addProperty("port", port);
    own.addProperty("msgGenerationIntervalMs", interval.toMillis());
    JsonObject configuration = new JsonObject();
    configuration.addProperty("clazz", GUIDE_CLASS);
    configuration.addProperty("configuration", own.toString());
    configuration.add("metadata", new JsonObject());
    JsonObject converter = new JsonObject();
    converter.addProperty("scriptLang", "JS");
    converter.addProperty("decoder", decoder());
    return EmulatedIntegration.builder(KEY, SECRET)
        .name("Demo")
        .configuration(configuration.toString())
        .uplinkConverter(EmulatedConverter.of("Demo uplink converter", converter.toString()))
        .build();
  }

  private static String decoder() {
    try (InputStream script = Demo.class.getResourceAsStream("decoder.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    host.close();
    emulator.close();
  }
}
