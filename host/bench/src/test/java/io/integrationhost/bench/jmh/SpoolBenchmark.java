package io.integrationhost.bench.jmh;

import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.Durability;
import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolOptions;
import io.integrationhost.spool.SpoolStore;
import io.integrationhost.spool.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Records appended in batches, waited for, read, and trimmed; per record. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class SpoolBenchmark {

  private static final int BATCH = 256;
  private static final long BYTES = 64L << 20;

  /** What the spool survives. */
  @Param({"memory", "none", "fsync"})
  private String durability;

  private final byte[] record = new UplinkCodec().encode(Samples.item());
  private Optional<SpoolStore> store = Optional.empty();
  private Path directory;
  private ReadingLog spool;

  /** Opens the spool in a temporary directory. */
  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("integration-host-benchmark");
    if (durability.equals("memory")) {
      spool = new MemorySpool("benchmark", BYTES, Integer.MAX_VALUE, BATCH);
    } else {
      SpoolStore opened = SpoolStore.open(directory);
      store = Optional.of(opened);
      spool =
          opened.open(
              "benchmark",
              SpoolOptions.ofSize(BYTES)
                  .withDurability(durability.equals("none") ? Durability.NONE : Durability.FSYNC));
    }
  }

  /** A batch there and back. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long appendReadTrim() {
    CompletableFuture<?>[] stored = new CompletableFuture<?>[BATCH];
    for (int i = 0; i < BATCH; i++) {
      stored[i] = spool.append(record).toCompletableFuture();
    }
    CompletableFuture.allOf(stored).join();
    long end = 0;
    int read = 0;
    while (read < BATCH) {
      List<StoredRecord> records = spool.read(BATCH, BYTES);
      read += records.size();
      end = records.get(records.size() - 1).position() + 1;
    }
    spool.trimTo(end);
    return end;
  }

  /** Closes and deletes everything. */
  @TearDown
  public void close() throws IOException {
    spool.close();
    store.ifPresent(SpoolStore::close);
    TemporaryFiles.delete(directory);
  }
}
