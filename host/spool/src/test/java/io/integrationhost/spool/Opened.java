package io.integrationhost.spool;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A store with one spool, and records whose content follows from their position. */
record Opened(SpoolStore store, ReadingLog spool) implements AutoCloseable {

  static final Path ROOT = Path.of("store");

  static Opened on(Disk disk, SpoolOptions options) {
    return on(disk, options, Clock.systemUTC(), System::nanoTime);
  }

  /**
   * @param nanos a clock that nobody sets
   */
  static Opened on(Disk disk, SpoolOptions options, Clock clock, LongSupplier nanos) {
    SpoolStore store = SpoolStore.open(ROOT, disk, clock, nanos, Janitor.thread("store"));
    try {
      return new Opened(store, store.open("yard", options));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Between 1 and 60 bytes. */
  static byte[] content(long position) {
    Random random = new Random(position * 31 + 7);
    byte[] bytes = new byte[1 + random.nextInt(60)];
    random.nextBytes(bytes);
    return bytes;
  }

  CompletableFuture<Long> append(byte[] record) {
    return spool.append(record).toCompletableFuture();
  }

  /** Appends the records of these positions, one after the other. */
  void appendAll(long from, long to) throws Exception {
    for (long position = from; position < to; position++) {
      append(content(position)).get(20, TimeUnit.SECONDS);
    }
  }

  List<StoredRecord> readAll() {
    List<StoredRecord> all = new ArrayList<>();
    List<StoredRecord> some = spool.read(100, Long.MAX_VALUE);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = spool.read(100, Long.MAX_VALUE);
    }
    return all;
  }

  List<Long> readPositions() {
    return readAll().stream().map(StoredRecord::position).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
