package io.integrationhost.bench.jmh;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.UplinkConverter;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
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

/** The guide's decoder, and beside it a script that does nothing; per message. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class ConverterBenchmark {

  private static final int BATCH = 256;

  /** Which script runs. */
  @Param({"guide", "empty"})
  private String script;

  private final byte[] payload = Samples.payload();
  private ConverterEngine engine;
  private UplinkConverter converter;

  /** Compiles the script. */
  @Setup
  public void start() throws IOException {
    engine = new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());
    converter =
        engine.uplink(script.equals("guide") ? Samples.guideConverter() : Samples.emptyConverter());
  }

  /** Messages that wait together, as those of many devices do. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void convert() {
    CompletableFuture<?>[] converted = new CompletableFuture<?>[BATCH];
    for (int i = 0; i < BATCH; i++) {
      converted[i] = converter.convert(payload, Map.of(), "device").toCompletableFuture();
    }
    CompletableFuture.allOf(converted).join();
  }

  /** Ends the engine's threads. */
  @TearDown
  public void stop() {
    converter.close();
    engine.close();
  }
}
