package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.RateLimit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host in traffic on disks that are full, read-only or damaged. */
final class DiskFaultTest {

  private static final Duration PAUSE = Duration.ofMillis(4);

  /** ThingsBoard takes nothing, so everything stays in the spool. */
  private static final AnswerPolicy NOTHING =
      AnswerPolicy.standard().limited(RateLimit.Scope.TENANT, 0, Duration.ofSeconds(1));

  private static final Pattern DAMAGED = Pattern.compile(": (\\d+) records from position");

  private final Random random = new Random();

  @TempDir private Path directory;

  @Test
  void devicesWaitWhileTheDiskIsFull() throws IOException, InterruptedException {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), "size=32m");
        FaultRig rig = new FaultRig(disk.directory(), PAUSE, random)) {
      rig.configure(rig.emulator().port(), "");
      rig.start();
      rig.awaitAcknowledged(500);
      disk.fill();
      rig.host().awaitLineWith("the disk is full");
      rig.awaitNothingStored();
      disk.free();
      rig.awaitDelivered();
      disk.fill();
      rig.awaitNothingStored();
      rig.process().kill();
      disk.free();
      rig.start();
      rig.awaitDelivered();
      rig.finish("full disk, twice, the second time with kill -9");
    }
  }

  @Test
  void devicesWaitWhileTheSpoolIsFull() throws IOException, InterruptedException {
    try (FaultRig rig = FaultRig.inside(directory, PAUSE, random)) {
      rig.integration().holdAnswers();
      rig.configure(
          rig.emulator().port(),
          """
          spool { max-size = 1 MiB, when-full = block }
          thingsboard.answer-timeout = 60s
          """);
      rig.start();
      rig.host().awaitLineWith("devices wait until ThingsBoard takes some");
      rig.awaitNothingStored();
      long stored = rig.ledger().acknowledged();
      assertThat(stored).isGreaterThan(1000);
      rig.integration().releaseAnswers();
      rig.awaitDelivered();
      rig.finish("full spool after " + stored + " readings");
    }
  }

  @Test
  void aDataDirectoryThatCannotBeWrittenEndsTheStart() throws IOException, InterruptedException {
    Path data = Files.createDirectories(directory.resolve("data"));
    assertThat(data.toFile().setWritable(false)).isTrue();
    if (Files.isWritable(data)) {
      // Rights mean nothing to a superuser.
      try (SmallDisk disk = SmallDisk.mount(data, "size=1m,ro")) {
        startsNot(disk.directory());
      }
    } else {
      startsNot(data);
    }
  }

  @Test
  void aDataDirectoryThatIsAFileEndsTheStart() throws IOException, InterruptedException {
    startsNot(Files.writeString(directory.resolve("data"), "no directory"));
  }

  @Test
  void damageTakesOnlyWhatItHit() throws IOException, InterruptedException {
    try (FaultRig rig = new FaultRig(directory, PAUSE, random)) {
      rig.integration().answers(NOTHING);
      rig.configure(rig.emulator().port(), "spool { max-size = 1 MiB, durability = none }");
      rig.start();
      rig.awaitAcknowledged(4000);
      rig.process().kill();
      List<Path> segments = segments();
      assertThat(segments).hasSizeGreaterThan(1);
      flipOneBit(segments.get(0));
      cutOffTail(segments.get(segments.size() - 1));

      rig.integration().answers(AnswerPolicy.standard());
      rig.launch();
      rig.host().awaitLineWith("is RUNNING");
      rig.host().awaitLineWith("damaged and skipped");
      rig.host().awaitLineWith("cut off");
      long lost = 1 + damagedRecords(rig);
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(() -> assertThat(rig.ledger().lost()).isLessThanOrEqualTo(lost));
      rig.ledger().excuseLost();
      rig.connectDevices();
      rig.awaitAcknowledged(100);
      rig.finish("one bit flipped, one file cut off (" + lost + " readings reported lost)");
    }
  }

  private void startsNot(Path data) throws IOException, InterruptedException {
    Path settings =
        Settings.write(
            directory,
            """
            thingsboard { host = "127.0.0.1", port = 9 }
            data-directory = "%s"
            integrations.sensors { routing-key = sensors, secret = sensors-secret }
            """
                .formatted(data));
    try (HostProcess host = HostProcess.start("run", "--conf", settings.toString())) {
      assertThat(host.exitCode()).isEqualTo(1);
      assertThat(String.join("\n", host.lines()))
          .contains(data.toString())
          .contains("check that it can be read and written")
          .doesNotContain("\tat ");
    }
  }

  private static long damagedRecords(FaultRig rig) {
    return rig.host().lines().stream()
        .map(DAMAGED::matcher)
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private List<Path> segments() throws IOException {
    Path spool = directory.resolve("data").resolve("spool").resolve("spools").resolve(FaultRig.KEY);
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
    }
  }

  private void flipOneBit(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long place = bytes.length() / 4 + random.nextInt((int) bytes.length() / 2);
      bytes.seek(place);
      int value = bytes.read();
      bytes.seek(place);
      bytes.write(value ^ (1 << random.nextInt(8)));
    }
  }

  /** Shorter than any record, so the last one is hit and no other. */
  private void cutOffTail(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() - 1 - random.nextInt(20));
    }
  }
}
