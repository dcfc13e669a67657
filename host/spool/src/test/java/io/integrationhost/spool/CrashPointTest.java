package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stops the world before every change of the disk and checks that what was promised is there. */
class CrashPointTest {

  private static final int RECORDS = Integer.getInteger("spool.crash.records", 60);
  private static final long LIMIT = 30;

  /** What was promised for each spool when the world stopped, and what the disk looked like. */
  private record Crash(MemoryDisk disk, List<Long> stored, List<Long> trimmed) {}

  private static final class Progress {
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong trimmed = new AtomicLong();
  }

  @ParameterizedTest
  @CsvSource({
    "FSYNC, 1, true",
    "FSYNC, 3, true",
    "FSYNC, 1, false",
    "FSYNC, 3, false",
    "NONE, 1, false",
    "NONE, 3, false",
    "INTERVAL, 2, false"
  })
  void whatWasStoredSurvives(Durability durability, int spools, boolean power) throws Exception {
    SpoolOptions options =
        SpoolOptions.ofSize(1 << 20)
            .withSegmentBytes(700)
            .withDurability(durability)
            .withInterval(Duration.ofMillis(2));
    List<Crash> crashes = run(options, spools, power);
    assertThat(crashes).hasSizeGreaterThan(RECORDS / 2);
    for (int i = 0; i < crashes.size(); i++) {
      check(crashes.get(i), options, "crash %d of %d".formatted(i, crashes.size()));
    }
  }

  private static List<Crash> run(SpoolOptions options, int count, boolean power) throws Exception {
    MemoryDisk disk = new MemoryDisk();
    List<Progress> progress = IntStream.range(0, count).mapToObj(i -> new Progress()).toList();
    List<Crash> crashes = new ArrayList<>();
    Random random = new Random(count);
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, disk, Clock.systemUTC())) {
      List<ReadingLog> spools = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        spools.add(store.open("spool " + i, options));
      }
      disk.beforeChange(
          () -> {
            List<Long> stored = progress.stream().map(each -> each.stored.get()).toList();
            MemoryDisk after = power ? disk.afterPowerLoss(random) : disk.afterKill();
            List<Long> trimmed = progress.stream().map(each -> each.trimmed.get()).toList();
            crashes.add(new Crash(after, stored, trimmed));
          });
      List<CompletableFuture<Void>> last = new ArrayList<>();
      for (int record = 0; record < RECORDS; record++) {
        for (int i = 0; i < count; i++) {
          last.add(append(spools.get(i), progress.get(i)));
        }
        if (random.nextInt(4) == 0) {
          CompletableFuture.allOf(last.toArray(CompletableFuture[]::new))
              .get(LIMIT, TimeUnit.SECONDS);
          trim(spools, progress, random);
        }
      }
      CompletableFuture.allOf(last.toArray(CompletableFuture[]::new)).get(LIMIT, TimeUnit.SECONDS);
    }
    disk.beforeChange(() -> {});
    return crashes;
  }

  private static CompletableFuture<Void> append(ReadingLog spool, Progress progress) {
    long position = progress.appended.getAndIncrement();
    return spool
        .append(Opened.content(position))
        .thenAccept(
            stored -> {
              assertThat(stored).isEqualTo(position);
              progress.stored.set(stored + 1);
            })
        .toCompletableFuture();
  }

  private static void trim(List<ReadingLog> spools, List<Progress> progress, Random random) {
    for (int i = 0; i < spools.size(); i++) {
      if (random.nextInt(3) == 0) {
        Progress one = progress.get(i);
        long to = one.trimmed.get() + random.nextInt(12);
        one.trimmed.set(Math.min(to, one.stored.get()));
        spools.get(i).trimTo(one.trimmed.get());
      }
    }
  }

  private static void check(Crash crash, SpoolOptions options, String label) throws Exception {
    try (SpoolStore store = SpoolStore.open(Opened.ROOT, crash.disk, Clock.systemUTC())) {
      for (int i = 0; i < crash.stored.size(); i++) {
        Opened log = new Opened(store, store.open("spool " + i, options));
        List<Long> positions = new ArrayList<>();
        for (StoredRecord entry : log.readAll()) {
          assertThat(entry.record()).as(label).isEqualTo(Opened.content(entry.position()));
          positions.add(entry.position());
        }
        assertThat(positions).as(label).isSorted().doesNotHaveDuplicates();
        long from = crash.trimmed.get(i);
        List<Long> promised = new ArrayList<>();
        for (long position = from; position < crash.stored.get(i); position++) {
          promised.add(position);
        }
        assertThat(positions).as(label + ", spool " + i).containsAll(promised);
        long position = log.append(new byte[] {42}).get(LIMIT, TimeUnit.SECONDS);
        assertThat(log.readPositions()).as(label).containsExactly(position);
      }
    }
  }
}
