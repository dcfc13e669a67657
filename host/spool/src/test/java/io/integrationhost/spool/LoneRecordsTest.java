package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that looks only when it was told and when it is said that there may be more: it must
 * miss nothing. Longer: {@code -Dlone-records=1000000}.
 */
final class LoneRecordsTest {

  private static final int RECORDS = Integer.getInteger("lone-records", 3_000);
  private static final int LONGEST_GAP_NANOS = 60_000;
  private static final long LIMIT_SECONDS = 20;

  @TempDir Path directory;

  @Test
  void inALog() throws Exception {
    SpoolOptions options = SpoolOptions.ofSize(1 << 26).withDurability(Durability.NONE);
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", options)) {
      missNothing(spool);
    }
  }

  @Test
  void inMemory() throws Exception {
    try (ReadingLog spool = new MemorySpool("yard", 1 << 28, 2 * RECORDS, 10)) {
      missNothing(spool);
    }
  }

  private static void missNothing(ReadingLog spool) throws InterruptedException {
    Semaphore told = new Semaphore(0);
    spool.onReadable(told::release);
    assertThat(spool.mayHaveUnread()).isFalse();
    Thread appender = new Thread(() -> append(spool));
    appender.start();
    List<Long> positions = new ArrayList<>();
    while (positions.size() < RECORDS) {
      assertThat(told.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS))
          .as("told of record %d", positions.size())
          .isTrue();
      while (spool.mayHaveUnread()) {
        spool.read(3, 1_000).forEach(record -> positions.add(record.position()));
      }
      if (!positions.isEmpty()) {
        spool.trimTo(positions.get(positions.size() - 1) + 1);
      }
    }
    appender.join();
    assertThat(positions).containsExactlyElementsOf(LongStream.range(0, RECORDS).boxed().toList());
    assertThat(told.availablePermits()).as("told without need").isLessThanOrEqualTo(1);
  }

  private static void append(ReadingLog spool) {
    Random random = new Random(7);
    for (int i = 0; i < RECORDS; i++) {
      CompletionStage<Long> unused = spool.append(new byte[10 + random.nextInt(400)]);
      long until = System.nanoTime() + random.nextInt(LONGEST_GAP_NANOS);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      if (random.nextInt(50) == 0) {
        LockSupport.parkNanos(random.nextInt(1_000_000));
      }
    }
  }
}
