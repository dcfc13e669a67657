package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.HostExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How much of a processor 50 devices of 100 points each take that are polled every second, in a
 * whole host. {@code -Dmodbus.load=30} measures for 30 s and prints the share of each kind of
 * thread; those of the device and of the stand-in for ThingsBoard are not the host's.
 */
@EnabledIfSystemProperty(named = "modbus.load", matches = "\\d+")
@Isolated("counts the time of threads")
class LoadIT {

  private static final int DEVICES = 50;
  private static final int POINTS = 100;
  private static final ModbusPeer PEER = peer();

  @RegisterExtension
  static final HostExtension HOST = HostExtension.packagedPlugin().configuration(configuration());

  private static ModbusPeer peer() {
    try {
      return new ModbusPeer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration() {
    String points =
        IntStream.range(0, POINTS)
            .mapToObj(
                i ->
                    "{\"key\": \"p"
                        + i
                        + "\", \"register\": \"holding\", \"address\": "
                        + i
                        + ", \"type\": \"16uint\"}")
            .collect(Collectors.joining(", "));
    return "{\"connections\": [{\"name\": \"line\", \"host\": \"localhost\", \"port\": "
        + PEER.port()
        + ", \"devices\": [{\"name\": \"m ${unit}\", \"units\": \"1-"
        + DEVICES
        + "\", \"pollPeriod\": 1000, \"points\": ["
        + points
        + "]}]}]}";
  }

  @AfterAll
  static void close() throws IOException {
    PEER.close();
  }

  private static Map<String, Long> nanosByKind() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> nanos = new HashMap<>();
    for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (each != null) {
        String kind = each.getThreadName().replaceAll("[-\\d#]+$", "");
        nanos.merge(kind, Math.max(0, threads.getThreadCpuTime(each.getThreadId())), Long::sum);
      }
    }
    return nanos;
  }

  @Test
  void measuresTheShareOfAProcessor() {
    Duration time = Duration.ofSeconds(Integer.getInteger("modbus.load"));
    HOST.awaitDevice("m " + DEVICES);
    pass(Duration.ofSeconds(20)); // what runs often is compiled by then
    int before = HOST.received().size();
    Map<String, Long> first = nanosByKind();
    long begun = System.nanoTime();
    pass(time);
    double passed = System.nanoTime() - begun;
    Map<String, Double> shares = new TreeMap<>();
    nanosByKind()
        .forEach(
            (kind, nanos) ->
                shares.put(kind, 100 * (nanos - first.getOrDefault(kind, 0L)) / passed));
    int count = HOST.received().size() - before;
    shares.forEach(
        (kind, share) -> {
          if (share >= 0.05) {
            System.out.printf("%5.1f %% of a core: %s%n", share, kind);
          }
        });
    System.out.printf("%d messages of %d points in %.1f s%n", count, POINTS, passed / 1e9);
    assertThat(count)
        .isBetween((int) (0.8 * DEVICES * passed / 1e9), (int) (1.2 * DEVICES * passed / 1e9));
  }

  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
