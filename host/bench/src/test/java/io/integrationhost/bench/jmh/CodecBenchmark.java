package io.integrationhost.bench.jmh;

import io.integrationhost.entity.EntityData;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.remote.UplinkMessage;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A reading to bytes, and bytes to a message. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class CodecBenchmark {

  private static final int BATCH = 1000;

  private final UplinkCodec codec = new UplinkCodec();
  private final EntityData item = Samples.item();
  private final List<byte[]> fragments = Collections.nCopies(BATCH, codec.encode(item));

  @Benchmark
  public byte[] encodeReading() {
    return codec.encode(item);
  }

  @Benchmark
  public UplinkMessage joinThousandReadings() {
    return UplinkMessage.of(fragments);
  }
}
