package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * {@code kill -9} of the host while devices of one of ThingsBoard's own forms send, which repeat
 * what they are not told to be stored. {@code -Dkills=50} sets how often, {@code -Dseed=...}
 * repeats the choices of an earlier run (not its timing).
 *
 * @param type of the integration
 * @param configuration of the integration, as ThingsBoard has it, by the port that is free
 * @param settings of the host, besides, by the port
 * @param way of a device, by the port
 */
record AnsweredKills(
    String type,
    IntFunction<String> configuration,
    IntFunction<String> settings,
    IntFunction<RepeatingDevice.Way> way) {

  private static final int DEVICES = 4;
  private static final int MOST_ACKNOWLEDGED = 1500;

  private static final String CONVERTER =
      """
      {"scriptLang": "JS", "decoder": "var v = String.fromCharCode.apply(String, payload)\
      .split('\\"').join('').split(','); return {deviceName: v[0], deviceType: 'sensor',\
       telemetry: {number: Number(v[1])}};"}
      """;

  /** Fails unless all that devices were told to be stored arrives. */
  void run(Path directory) throws IOException, InterruptedException {
    int kills = Integer.getInteger("kills", 2);
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("kill -9 under " + type + ", -Dseed=" + seed);
    var random = new Random(seed);
    int port = port(random);
    List<RepeatingDevice> devices =
        IntStream.range(0, DEVICES)
            .mapToObj(i -> new RepeatingDevice("D" + i, way.apply(port)))
            .toList();
    Set<String> received = ConcurrentHashMap.newKeySet();
    try (Emulator emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .keptItems(0)
                .itemListener(item -> note(item, received))
                .integration(integration(port))
                .build())) {
      Path file =
          Settings.write(
              directory,
              Settings.head(directory, emulator.port())
                  + """
                  thingsboard { heartbeat = 1s, answer-timeout = 2s }
                  %s
                  integrations.sensors { routing-key = sensors, secret = %s }
                  """
                      .formatted(settings.apply(port), Integrations.secret("sensors")));
      devices.forEach(RepeatingDevice::start);
      for (int kill = 1; kill <= kills; kill++) {
        try (HostProcess host = start(file)) {
          awaitAcknowledged(devices, 1 + random.nextInt(MOST_ACKNOWLEDGED), host);
          host.kill();
        }
      }
      try (HostProcess host = start(file)) {
        awaitAcknowledged(devices, 100, host);
        devices.forEach(RepeatingDevice::close);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        devices.forEach(device -> acknowledged.addAll(device.acknowledged()));
        await()
            .atMost(HostProcess.PATIENCE)
            .untilAsserted(() -> assertThat(received.containsAll(acknowledged)).isTrue());
        System.out.printf(
            "%s, %d x kill -9: %d answered, all of them received%n",
            type, kills, acknowledged.size());
      }
    } finally {
      devices.forEach(RepeatingDevice::close);
    }
  }

  private static void note(ReceivedItem item, Set<String> received) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      item.telemetry()
          .forEach(reading -> received.add(item.name() + "," + reading.values().get("number")));
    }
  }

  /**
   * None of those that the system gives to sockets without one: a device could get it while the
   * host is away.
   */
  private static int port(Random random) throws IOException {
    while (true) {
      int port = 20_000 + random.nextInt(10_000);
      try (DatagramSocket datagrams = new DatagramSocket(port);
          ServerSocket connections = new ServerSocket()) {
        connections.bind(new InetSocketAddress(port));
        return datagrams.getLocalPort();
      } catch (BindException e) {
        System.out.println("port " + port + ": " + e.getMessage());
      }
    }
  }

  private static HostProcess start(Path file) throws IOException {
    return HostProcess.start("run", "--conf", file.toString());
  }

  private static void awaitAcknowledged(List<RepeatingDevice> devices, int more, HostProcess host) {
    long wanted = count(devices) + more;
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(HostProcess.PATIENCE)
        .failFast("the host has ended", () -> !host.isAlive())
        .until(() -> count(devices) >= wanted);
  }

  private static long count(List<RepeatingDevice> devices) {
    return devices.stream().mapToLong(RepeatingDevice::count).sum();
  }

  private EmulatedIntegration integration(int port) {
    return EmulatedIntegration.builder("sensors", Integrations.secret("sensors"))
        .name("sensors")
        .type(type)
        .configuration(configuration.apply(port))
        .uplinkConverter(EmulatedConverter.of("readings", CONVERTER))
        .build();
  }
}
