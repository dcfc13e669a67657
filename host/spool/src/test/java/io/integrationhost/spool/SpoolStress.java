package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Many appenders and one reader that also goes back; checks order and counts. */
final class SpoolStress {

  private static final long LIMIT_SECONDS = 60;

  private final ReadingLog spool;
  private final int appenders;
  private final int perAppender;

  SpoolStress(ReadingLog spool, int appenders, int perAppender) {
    this.spool = spool;
    this.appenders = appenders;
    this.perAppender = perAppender;
  }

  void run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(appenders + 1);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < appenders; i++) {
        int appender = i;
        work.add(() -> appendAll(appender));
      }
      work.add(this::readAll);
      List<Future<Void>> results = threads.invokeAll(work, LIMIT_SECONDS, TimeUnit.SECONDS);
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(spool.stats().records()).isZero();
    assertThat(spool.stats().bytes()).isZero();
    assertThat(spool.stats().waiting()).isZero();
  }

  private Void appendAll(int appender) throws InterruptedException {
    Semaphore inFlight = new Semaphore(8);
    for (int i = 0; i < perAppender; i++) {
      inFlight.acquire();
      byte[] record = ByteBuffer.allocate(8 + i % 50).putInt(appender).putInt(i).array();
      CompletionStage<Void> unusedStage = spool.append(record).thenRun(inFlight::release);
    }
    inFlight.acquire(8);
    return null;
  }

  private Void readAll() throws InterruptedException {
    Semaphore wakeUps = new Semaphore(0);
    spool.onReadable(wakeUps::release);
    int[] expected = new int[appenders];
    long position = 0;
    int total = appenders * perAppender;
    int batch = 0;
    while (position < total) {
      List<StoredRecord> records = spool.read(37, 2_000);
      if (records.isEmpty()) {
        assertThat(wakeUps.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        continue;
      }
      if (++batch % 7 == 0) {
        spool.rewind();
        continue;
      }
      for (StoredRecord entry : records) {
        assertThat(entry.position()).isEqualTo(position++);
        ByteBuffer record = ByteBuffer.wrap(entry.record());
        int appender = record.getInt();
        assertThat(record.getInt()).isEqualTo(expected[appender]++);
      }
      spool.trimTo(position);
    }
    return null;
  }
}
