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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the host while devices of ThingsBoard's own UDP form send, which hear by our
 * {@code replies} what is stored and repeat what is not answered. {@code -Dkills=50} sets how
 * often, {@code -Dseed=...} repeats the choices of an earlier run (not its timing).
 */
final class UdpKillsTest {

  private static final int DEVICES = 4;
  private static final int MOST_ACKNOWLEDGED = 1500;

  private final int kills = Integer.getInteger("kills", 2);
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Set<String> received = ConcurrentHashMap.newKeySet();

  @TempDir private Path directory;

  private void received(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      item.telemetry()
          .forEach(reading -> received.add(item.name() + "," + reading.values().get("number")));
    }
  }

  @Test
  void losesNothingThatWasAnswered() throws IOException, InterruptedException {
    System.out.println("kill -9 under datagrams, -Dseed=" + seed);
    int port = port();
    List<DatagramDevice> devices =
        IntStream.range(0, DEVICES).mapToObj(i -> new DatagramDevice("D" + i, port)).toList();
    try (Emulator emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .keptItems(0)
                .itemListener(this::received)
                .integration(integration(port))
                .build())) {
      Path settings =
          Settings.write(
              directory,
              Settings.head(directory, emulator.port())
                  + """
                  thingsboard { heartbeat = 1s, answer-timeout = 2s }
                  integrations.sensors {
                    routing-key = sensors, secret = %s
                    transports.udp.replies.onStored = "OK"
                  }
                  """
                      .formatted(Integrations.secret("sensors")));
      devices.forEach(DatagramDevice::start);
      for (int kill = 1; kill <= kills; kill++) {
        try (HostProcess host = run(settings)) {
          awaitAcknowledged(devices, 1 + random.nextInt(MOST_ACKNOWLEDGED), host);
          host.kill();
        }
      }
      try (HostProcess host = run(settings)) {
        awaitAcknowledged(devices, 100, host);
        devices.forEach(DatagramDevice::close);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        devices.forEach(device -> acknowledged.addAll(device.acknowledged()));
        await()
            .atMost(HostProcess.PATIENCE)
            .untilAsserted(() -> assertThat(received.containsAll(acknowledged)).isTrue());
        System.out.printf(
            "%d x kill -9: %d answered, all of them received%n", kills, acknowledged.size());
      }
    } finally {
      devices.forEach(DatagramDevice::close);
    }
  }

  /**
   * None of those that the system gives to sockets without one: a device could get it while the
   * host is away.
   */
  private int port() throws IOException {
    while (true) {
      int port = 20_000 + random.nextInt(10_000);
      try (DatagramSocket free = new DatagramSocket(port)) {
        return free.getLocalPort();
      } catch (BindException e) {
        System.out.println("port " + port + ": " + e.getMessage());
      }
    }
  }

  private static HostProcess run(Path settings) throws IOException {
    return HostProcess.start("run", "--conf", settings.toString());
  }

  private static void awaitAcknowledged(List<DatagramDevice> devices, int more, HostProcess host) {
    long wanted = count(devices) + more;
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(HostProcess.PATIENCE)
        .failFast("the host has ended", () -> !host.isAlive())
        .until(() -> count(devices) >= wanted);
  }

  private static long count(List<DatagramDevice> devices) {
    return devices.stream().mapToLong(DatagramDevice::count).sum();
  }

  private static EmulatedIntegration integration(int port) {
    return EmulatedIntegration.builder("sensors", Integrations.secret("sensors"))
        .name("sensors")
        .type("UDP")
        .configuration(
            "{\"clientConfiguration\": {\"port\": "
                + port
                + ", \"handlerConfiguration\": {\"handlerType\": \"TEXT\"}}, \"metadata\": {}}")
        .uplinkConverter(
            EmulatedConverter.of(
                "datagrams",
                """
                {"scriptLang": "JS", "decoder": "var v = JSON.parse(String.fromCharCode.apply(String,\
                 payload)).split(','); return {deviceName: v[0], deviceType: 'datagrams',\
                 telemetry: {number: Number(v[1])}};"}
                """))
        .build();
  }
}
