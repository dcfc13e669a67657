package io.integrationhost.benchmarks;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.converter.tbel.ScriptLists;
import io.integrationhost.converter.tbel.TbelSandbox;
import java.io.Serializable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.mvel2.ExecutionContext;
import org.mvel2.MVEL;
import org.mvel2.ParserContext;
import org.mvel2.execution.ExecutionHashMap;
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

/** The guide's decoder in TBEL: as a converter of the host, and on the bare language library. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class TbelBenchmark {
  private static final int BATCH = 256;
  private static final long MEMORY = 8L << 20;
  private static final int MAX_ARGUMENTS = 10;

  /** How many threads run scripts. */
  @Param({"1", "2"})
  private int threads;

  private final byte[] payload = Samples.payload();
  private ConverterEngine engine;
  private UplinkConverter converter;
  private ExecutorService pool;
  private List<Callable<Object>> tasks;

  /** Compiles the script. */
  @Setup
  public void start() {
    ConverterLimits limits =
        ConverterLimits.defaults().with(new ConverterLimits.Pool(threads, 1_000));
    engine = new ConverterEngine(limits, Clock.systemUTC());
    converter = engine.uplink(Samples.guideConverterInTbel());
    pool = Executors.newFixedThreadPool(threads);
    tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Serializable script =
          MVEL.compileExpression(
              Samples.GUIDE_IN_TBEL, new ParserContext(TbelSandbox.configuration()));
      tasks.add(() -> runBare(script));
    }
  }

  private Object runBare(Serializable script) {
    Object last = null;
    for (int i = 0; i < BATCH / threads; i++) {
      ExecutionContext context =
          new ExecutionContext(TbelSandbox.configuration(), MEMORY, MAX_ARGUMENTS);
      Map<String, Object> arguments = new HashMap<>();
      arguments.put("payload", ScriptLists.of(context, payload));
      arguments.put("metadata", new ExecutionHashMap<>(1, context));
      last = MVEL.executeTbExpression(script, context, arguments);
    }
    return last;
  }

  /** Scripts and nothing else: no limits of time, and the result is not read. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void bare() throws Exception {
    for (Future<Object> done : pool.invokeAll(tasks)) {
      done.get();
    }
  }

  /** From the payload to entity data. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void host() {
    CompletableFuture<?>[] converted = new CompletableFuture<?>[BATCH];
    for (int i = 0; i < BATCH; i++) {
      converted[i] = converter.convert(payload, Map.of(), "device").toCompletableFuture();
    }
    CompletableFuture.allOf(converted).join();
  }

  /** Ends all threads. */
  @TearDown
  public void stop() {
    pool.shutdownNow();
    converter.close();
    engine.close();
  }
}
