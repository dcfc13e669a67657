package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.spool.HookedDisk.Operation;
import io.integrationhost.spool.SpoolHealth.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody removes or replaces files of a spool while it runs. */
class RemovedFilesTest {

  private static final SpoolOptions OPTIONS = SpoolOptions.ofSize(1 << 20).withSegmentBytes(2000);

  @TempDir private Path directory;

  private final MemoryDisk memory = new MemoryDisk();
  private final HookedDisk disk = new HookedDisk(memory);

  @Test
  void whatWasToldStoredIsStoredAgainWhenTheDirectoryIsRemoved() throws Exception {
    Path store = directory.resolve("data/spool");
    try (Opened log = opened(store)) {
      log.appendAll(0, 10);
      remove(directory.resolve("data"));
      log.appendAll(10, 20);
      await().until(() -> health(log).state() == State.LOSS);
      assertThat(health(log).reason())
          .contains(store.toString())
          .contains("removed or replaced while the host ran")
          .contains("waiting records of its newest file were saved")
          .contains("Stop the host before you touch");
      log.appendAll(20, 30);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(30));
      await().until(() -> Files.exists(StoreLayout.lock(store)));
      assertThatThrownBy(() -> SpoolStore.open(store)).hasMessageContaining("in use");
      await().until(() -> Files.exists(StoreLayout.spool(store, "yard").resolve("trimmed")));
    }
    try (Opened log = opened(store)) {
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(30));
      assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
    }
  }

  @Test
  void aDirectoryThatIsReplacedIsNotMixedUp() throws Exception {
    Path store = directory.resolve("spool");
    Path backup = directory.resolve("backup");
    try (Opened log = opened(store)) {
      log.appendAll(0, 10);
    }
    copy(store, backup);
    try (Opened log = opened(store)) {
      log.appendAll(10, 20);
      log.spool().trimTo(10);
      remove(store);
      copy(backup, store);
      await().until(() -> health(log).state() == State.LOSS);
      log.appendAll(20, 25);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(25).subList(10, 25));
    }
    try (Opened log = opened(store)) {
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(25).subList(10, 25));
    }
  }

  @Test
  void olderFilesThatAreGoneAreCounted() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 100);
      int files = memory.all(SegmentFiles.SUFFIX).size();
      assertThat(files).isGreaterThan(2);
      memory.removeAll(Opened.ROOT);
      await().until(() -> health(log).state() == State.LOSS);
      assertThat(health(log).reason()).contains("in older files are lost");
      log.appendAll(100, 110);
      List<Long> positions = log.readPositions();
      assertThat(positions).endsWith(108L, 109L).isSorted();
      assertThat(log.spool().stats().losses().damagedRecords())
          .isPositive()
          .isEqualTo(110 - positions.size());
      assertThat(health(log).reason())
          .contains("%d in older files".formatted(110 - positions.size()));
    }
  }

  @Test
  void nothingIsToldStoredWhileThereIsNoFile() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 10);
      disk.before(
          (operation, path) -> {
            if (operation == Operation.DIRECTORY) {
              throw new IOException("Read-only file system");
            }
          });
      memory.removeAll(Opened.ROOT);
      await().until(() -> health(log).state() == State.FAILED);
      assertThat(health(log).reason())
          .contains("yard")
          .contains("Read-only file system")
          .contains("put the directory back");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> log.append(new byte[5]).get(20, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasMessageContaining("Read-only file system");
      }
      disk.before((operation, path) -> {});
      await().until(() -> health(log).state() == State.LOSS);
      log.appendAll(10, 12);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(12));
    }
    try (Opened log = Opened.on(memory.afterKill(), OPTIONS)) {
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(12));
    }
  }

  @Test
  void aFullFileWithoutANameIsSavedBeforeItIsLeft() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 10);
      memory.removeAll(Opened.ROOT);
      // Larger than what is left of the file: it is left at once.
      log.append(new byte[1900]).get(20, TimeUnit.SECONDS);
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(11));
    }
    try (Opened log = Opened.on(memory.afterKill(), OPTIONS)) {
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(11));
    }
  }

  @Test
  void aStopSavesWhatHasNoName() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 10);
      log.spool().trimTo(4);
      memory.removeAll(Opened.ROOT);
    }
    try (Opened log = Opened.on(memory.afterKill(), OPTIONS)) {
      assertThat(log.readPositions()).containsExactlyElementsOf(upTo(10).subList(4, 10));
    }
  }

  @Test
  void aJournalWithoutANameIsNotTrusted() throws Exception {
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC())) {
      Opened yard = new Opened(store, store.open("yard", OPTIONS));
      Opened hall = new Opened(store, store.open("hall", OPTIONS));
      PowerLossTest.appendInOneRound(memory, yard, hall);
      Path first = memory.all(Journal.SUFFIX).get(0);
      memory.removeAll(StoreLayout.journal(Opened.ROOT));
      FailingDiskTest.await(
          () ->
              PowerLossTest.leastAfterPowerLoss(memory, "yard") == 2
                  && PowerLossTest.leastAfterPowerLoss(memory, "hall") == 1);
      yard.appendAll(2, 3);
      assertThat(memory.all(Journal.SUFFIX)).doesNotContain(first);
    }
  }

  @Test
  void anotherProcessThatTookTheDirectoryIsLeftAlone() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      log.appendAll(0, 3);
      memory.removeAll(StoreLayout.lock(Opened.ROOT));
      memory.takenByAnother(StoreLayout.lock(Opened.ROOT));
      await().until(() -> health(log).state() == State.FAILED);
      assertThat(health(log).reason()).contains("another process uses the directory now");
      assertThatThrownBy(() -> log.append(new byte[5]).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("another process uses the directory now");
    }
  }

  private static Opened opened(Path store) {
    SpoolStore opened = SpoolStore.open(store);
    return new Opened(opened, opened.open("yard", OPTIONS));
  }

  private static SpoolHealth health(Opened log) {
    return log.spool().stats().health();
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        // The spool itself deletes what is delivered.
        boolean unusedDeleted = Files.deleteIfExists(file);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
