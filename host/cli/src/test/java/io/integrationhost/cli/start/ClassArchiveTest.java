package io.integrationhost.cli.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an archive is used again, and when it is not. */
final class ClassArchiveTest {

  private static final Fingerprint NOW = new Fingerprint("ab");
  private static final Fingerprint AFTER_UPGRADE = new Fingerprint("cd");

  @TempDir private Path data;

  private ClassArchive archive;

  @BeforeEach
  void makeFolder() throws IOException {
    archive = ClassArchive.in(data);
    Files.createDirectories(archive.folder());
  }

  private void take() throws IOException {
    Path made = archive.folder().resolve("unfinished");
    Files.writeString(made, "classes");
    archive.take(made, NOW);
  }

  @Test
  void isOfWhatItWasMadeOfOnly() throws IOException {
    assertThat(archive.isOf(NOW)).isFalse();
    take();
    assertThat(archive.isOf(NOW)).isTrue();
    assertThat(archive.isWhole()).isTrue();
    assertThat(archive.isOf(AFTER_UPGRADE)).isFalse();
    Files.delete(archive.file());
    assertThat(archive.isOf(NOW)).isFalse();
  }

  @Test
  void aByteThatChangedIsSeen() throws IOException {
    take();
    Files.writeString(archive.file(), "clasSes");
    assertThat(archive.isOf(NOW)).isTrue();
    assertThat(archive.isWhole()).isFalse();
  }

  @Test
  void whatFailedIsTriedAgainAfterADayOrWithOtherJars() throws IOException {
    Instant then = Instant.parse("2026-11-30T10:00:00Z");
    archive.failed(NOW, then);
    assertThat(archive.isOf(NOW)).isFalse();
    assertThat(archive.failedOf(NOW, then.plus(Duration.ofHours(23)))).isTrue();
    assertThat(archive.failedOf(NOW, then.plus(Duration.ofHours(25)))).isFalse();
    assertThat(archive.failedOf(AFTER_UPGRADE, then)).isFalse();
  }

  @Test
  void aNoteThatIsNoneMeansNothing() throws IOException {
    take();
    Files.writeString(Path.of(archive.file() + ".made"), "ab\nfailed\nyesterday\n");
    assertThat(archive.isOf(NOW)).isFalse();
    assertThat(archive.failedOf(NOW, Instant.now())).isFalse();
  }

  @Test
  void aHostThatLivesTakesMarksAndADamagedArchiveAway() throws IOException {
    Fingerprint now = Fingerprint.now(data);
    Path made = archive.folder().resolve("unfinished");
    Files.writeString(made, "classes");
    archive.take(made, now);
    Files.writeString(archive.file(), "damaged");
    Path mark = Files.createFile(archive.folder().resolve("start-4711"));
    try (ArchiveUpkeep upkeep =
        new ArchiveUpkeep(
            data, archive, Object.class, Duration.ZERO, Duration.ofHours(1), Clock.systemUTC())) {
      upkeep.start();
      await().until(() -> !Files.exists(archive.file()));
      assertThat(mark).doesNotExist();
    }
  }

  @Test
  void anotherJarIsAnotherFingerprint() throws IOException {
    Fingerprint before = Fingerprint.now(data);
    Path jar = Files.createDirectory(data.resolve("plugins")).resolve("tcp-plugin.jar");
    Files.writeString(jar, "1");
    Fingerprint with = Fingerprint.now(data);
    Files.writeString(jar, "12");
    assertThat(before).isNotEqualTo(with).isEqualTo(Fingerprint.now(data.resolve("none")));
    assertThat(Fingerprint.now(data)).isNotEqualTo(with);
  }
}
