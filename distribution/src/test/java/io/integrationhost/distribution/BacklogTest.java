package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host with 256 MB of heap that is started on a large backlog while ThingsBoard is away, serves
 * its devices, and delivers the backlog when ThingsBoard is back. {@code -Dbacklog=1000000} for the
 * long form.
 */
final class BacklogTest {

  private static final String KEY = "sensors";
  private static final long MEGABYTE = 1 << 20;

  /** What two runs of the same program differ by; the short form's backlog is larger. */
  private static final long HEAP_TOLERANCE = 4 * MEGABYTE;

  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
  private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");

  private final int backlog = Integer.getInteger("backlog", 50_000);
  private final InOrder arrivals = new InOrder(Backlog.DEVICE);
  private final Emulator emulator =
      Emulator.start(
          EmulatorSettings.builder()
              .keptItems(0)
              .itemListener(arrivals)
              .integration(Integrations.guide(KEY, 0))
              .build());

  @TempDir private Path directory;

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @Test
  void startsServesAndDelivers() throws Exception {
    Path settings = Settings.of(directory, emulator.port(), KEY);
    try (HostInside first = HostInside.start(settings)) {
      first.awaitLineWith("is RUNNING");
      assertThat(first.terminate()).isZero();
    }
    emulator.stopListening();

    Start empty;
    try (HostProcess host = start(settings, "empty")) {
      empty = measure(host);
      assertThat(host.terminate()).isZero();
    }
    new Backlog(directory.resolve("data"), KEY).fill(backlog);
    long stored = bytes(segments());
    assertThat(stored).isGreaterThan(HEAP_TOLERANCE);

    try (HostProcess host = start(settings, "full")) {
      Start full = measure(host);
      assertThat(arrivals.arrived()).isZero();
      assertThat(full.heap())
          .as("bytes of live objects with a backlog of %d bytes", stored)
          .isLessThan(empty.heap() + HEAP_TOLERANCE);

      emulator.startListening();
      await()
          .atMost(Duration.ofMinutes(5))
          .failFast("the host has ended", () -> !host.isAlive())
          .until(() -> arrivals.arrived() >= backlog);
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(() -> assertThat(segments()).hasSizeLessThanOrEqualTo(1));
      report(empty, full, stored, host);
      assertThat(host.terminate()).isZero();
      assertThat(arrivals.arrived()).as("arrived").isEqualTo(backlog);
      assertThat(arrivals.misplaced()).as("out of order").isZero();
      assertThat(host.lines()).noneMatch(line -> line.contains("ERROR"));
    }
  }

  private HostProcess start(Path settings, String name) throws IOException {
    String log = "-Xlog:gc:file=" + collections(name);
    return HostProcess.start(
        Map.of("JAVA_OPTS", HostProcess.QUICK_START + " " + log),
        "run",
        "--conf",
        settings.toString());
  }

  private Path collections(String name) {
    return directory.resolve(name + ".gc.log");
  }

  /** Waits until devices are served. */
  private static Start measure(HostProcess host) throws IOException, InterruptedException {
    int port = host.awaitMatch(LISTENING);
    Duration listening = host.age();
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("Hello to ThingsBoard! My name is [Served]")).startsWith("Hello");
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
    Duration served = host.age();
    host.awaitLineWith("is DEGRADED");
    return new Start(listening, served, host.liveBytes());
  }

  private void report(Start empty, Start full, long stored, HostProcess host) throws IOException {
    double seconds = arrivals.time().toNanos() / 1e9;
    System.out.printf(
        "backlog of %,d readings, %,d bytes, heap -Xmx256m, ThingsBoard away at the start:%n"
            + "  from the start of the process until it listens   %s (without backlog %s)%n"
            + "  ... until a device's first reading is stored     %s (without backlog %s)%n"
            + "  live objects then                                %,d bytes (without backlog %,d)%n"
            + "  delivered within %.2f s, %,.0f readings/s; longest time without an arrival %d ms%n"
            + "  most heap in use after a collection              %d MB; resident at most %s%n"
            + "  left on the disk                                 %d segment(s), %,d bytes%n",
        backlog,
        stored,
        text(full.listening()),
        text(empty.listening()),
        text(full.served()),
        text(empty.served()),
        full.heap(),
        empty.heap(),
        seconds,
        backlog / seconds,
        arrivals.longestGap().toMillis(),
        mostAfterCollection("full"),
        host.mostResident(),
        segments().size(),
        bytes(segments()));
  }

  private static String text(Duration time) {
    return "%.2f s".formatted(time.toNanos() / 1e9);
  }

  private long mostAfterCollection(String name) throws IOException {
    return Files.readAllLines(collections(name)).stream()
        .map(AFTER_COLLECTION::matcher)
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .max()
        .orElse(0);
  }

  private List<Path> segments() throws IOException {
    Path spool = directory.resolve("data").resolve("spool").resolve("spools").resolve(KEY);
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(file -> file.toString().endsWith(".segment")).toList();
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(file);
    }
    return sum;
  }

  /**
   * How a host came up.
   *
   * @param listening from the start of its process until devices can connect
   * @param served until a device was told that its reading is stored
   * @param heap bytes of live objects then
   */
  private record Start(Duration listening, Duration served, long heap) {}
}
