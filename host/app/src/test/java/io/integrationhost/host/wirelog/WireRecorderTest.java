package io.integrationhost.host.wirelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.host.store.PrivateDirectory;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import io.integrationhost.runtime.wire.TransportWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WireRecorderTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.1234Z");
  private static final WireLogWish ALL =
      new WireLogWish(
          Duration.ofMinutes(1), Optional.empty(), Optional.empty(), Optional.empty(), false);

  @TempDir private Path home;
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final ScheduledExecutorService storage = Executors.newSingleThreadScheduledExecutor();
  private final TransportWire wire =
      new TransportWire("transport 'tcp' of integration 'yard'", clock);
  private final List<WireRecorder> over = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() throws InterruptedException {
    storage.shutdownNow();
    assertThat(storage.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private WireRecorder recorder(WireLogWish wish, Instant until, long mostOfAFile) {
    WireRecorder recorder =
        new WireRecorder(
            "yard",
            new PrivateDirectory(home.resolve("wire"), "bytes"),
            wish,
            until,
            storage,
            clock,
            mostOfAFile,
            over::add);
    recorder.start();
    recorder.watch("tcp", wire);
    return recorder;
  }

  private Wire.Line open(String session) {
    return wire.opened(new Source(session), "10.0.0.5:1234");
  }

  private static void receives(Wire.Line line, byte[] bytes) {
    line.received(bytes.length);
    if (line.isWatched()) {
      line.receivedCopy(bytes);
    }
  }

  private String file(String name) throws IOException {
    Path file = home.resolve("wire").resolve(name);
    return Files.exists(file) ? Files.readString(file, UTF_8) : "";
  }

  private void shows(String name, String... lines) {
    await().untilAsserted(() -> assertThat(file(name).lines()).containsExactly(lines));
  }

  @Test
  void aLineTellsWhatPassedOnWhichSession() throws IOException {
    WireRecorder recorder = recorder(ALL, NOW.plusSeconds(60), WireFile.MOST_BYTES);
    Wire.Line line = open("a 1");
    receives(line, "25,\"40\"\\\r\n".getBytes(UTF_8));
    line.device("Sensor\n7");
    line.sentCopy(new byte[] {0, (byte) 0xff});
    line.receivedCopy(new byte[5_000]);
    line.closed(Wire.End.IDLE);
    shows(
        "tcp.log",
        "2026-11-30T12:00:00.123Z a\\u00201 + 10.0.0.5:1234 - 0",
        "2026-11-30T12:00:00.123Z a\\u00201 < 10.0.0.5:1234 - 10 \"25,\\\"40\\\"\\\\\\r\\n\"",
        "2026-11-30T12:00:00.123Z a\\u00201 > 10.0.0.5:1234 Sensor\\u000a7 2 00ff",
        "2026-11-30T12:00:00.123Z a\\u00201 < 10.0.0.5:1234 Sensor\\u000a7 5000 "
            + "00".repeat(4_096)
            + "...",
        "2026-11-30T12:00:00.123Z a\\u00201 - 10.0.0.5:1234 Sensor\\u000a7 0 idle");
    recorder.end();
    assertThat(wire.opened(new Source("b"), "x").isWatched()).isFalse();
    if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("wire"))))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.resolve("wire/tcp.log"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void onlyWhatIsWishedIsWritten() {
    WireLogWish wish =
        new WireLogWish(
            Duration.ofMinutes(1), Optional.of("tcp"), Optional.empty(), Optional.of("mine"), true);
    WireRecorder recorder = recorder(wish, NOW.plusSeconds(60), WireFile.MOST_BYTES);
    TransportWire other = new TransportWire("transport 'udp' of integration 'yard'", clock);
    recorder.watch("udp", other);
    assertThat(other.opened(new Source("u"), "x").isWatched()).isFalse();
    Wire.Line line = open("s");
    receives(line, "before".getBytes(UTF_8));
    line.device("mine");
    receives(line, "A".getBytes(UTF_8));
    Wire.Line foreign = open("t");
    foreign.device("foreign");
    receives(foreign, "B".getBytes(UTF_8));
    line.closed(Wire.End.DEVICE);
    shows(
        "tcp.log",
        "2026-11-30T12:00:00.123Z s < 10.0.0.5:1234 mine 1 41",
        "2026-11-30T12:00:00.123Z s - 10.0.0.5:1234 mine 0 device");
  }

  @Test
  void itEndsByItself() {
    recorder(ALL, NOW, WireFile.MOST_BYTES);
    await().until(() -> over.size() == 1);
    assertThat(open("s").isWatched()).isFalse();
  }

  @Test
  void filesAreRolledAndNoMoreThanTenAreKept() throws IOException {
    WireRecorder recorder = recorder(ALL, NOW.plusSeconds(60), 100);
    Wire.Line line = open("s");
    for (int i = 0; i < 30; i++) {
      receives(line, ("number " + i).getBytes(UTF_8));
    }
    recorder.end();
    await().untilAsserted(() -> assertThat(file("tcp.log")).contains("number 29"));
    assertThat(file("tcp.1.log")).contains("number 28").doesNotContain("number 29");
    try (var files = Files.list(home.resolve("wire"))) {
      assertThat(files).hasSize(WireFile.MOST_FILES);
    }
  }

  @Test
  void whatTheDiskIsTooSlowForIsLeftOutAndCounted() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    var unused = storage.submit(() -> disk.await(60, TimeUnit.SECONDS));
    WireRecorder recorder = recorder(ALL, NOW.plusSeconds(60), WireFile.MOST_BYTES);
    Wire.Line line = open("s");
    for (int i = 0; i < WireRecorder.PLACES + 99; i++) {
      receives(line, new byte[1]);
    }
    assertThat(recorder.dropped()).isEqualTo(100);
    disk.countDown();
    await()
        .untilAsserted(
            () ->
                assertThat(file("tcp.log"))
                    .endsWith("... 100 lines were left out before this one\n"));
    Wire.Line large = open("t");
    long before = recorder.dropped();
    CountDownLatch again = new CountDownLatch(1);
    var unusedToo = storage.submit(() -> again.await(60, TimeUnit.SECONDS));
    for (int i = 0; i < 4_000; i++) {
      receives(large, new byte[4_096]);
    }
    assertThat(recorder.dropped()).as("8 MiB may wait").isGreaterThan(before + 1_900);
    again.countDown();
  }

  @Test
  void aDiskThatCannotBeWrittenEndsIt() throws IOException {
    assumeThat(System.getProperty("os.name")).isNotEqualTo("Windows");
    Files.writeString(home.resolve("wire"), "no directory");
    recorder(ALL, NOW.plusSeconds(60), WireFile.MOST_BYTES);
    receives(open("s"), new byte[1]);
    await().until(() -> over.size() == 1);
    assertThat(open("s").isWatched()).isFalse();
  }
}
