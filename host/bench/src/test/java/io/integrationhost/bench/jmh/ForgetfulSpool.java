package io.integrationhost.bench.jmh;

import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolStats;
import io.integrationhost.spool.StoredRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores at once and keeps nothing, so that only what happens before it is measured. */
final class ForgetfulSpool implements ReadingLog {

  private final ReadingLog empty = new MemorySpool("benchmark", 1, 1, 0);
  private long next;

  @Override
  public CompletionStage<Long> append(String entity, byte[] record) {
    return CompletableFuture.completedFuture(next++);
  }

  @Override
  public List<StoredRecord> read(int maxRecords, long maxBytes) {
    return List.of();
  }

  @Override
  public void onReadable(Runnable task) {
    empty.onReadable(task);
  }

  @Override
  public void trimTo(long position) {
    empty.trimTo(position);
  }

  @Override
  public void rewind() {
    empty.rewind();
  }

  @Override
  public SpoolStats stats() {
    return empty.stats();
  }

  @Override
  public void close() {
    empty.close();
  }
}
