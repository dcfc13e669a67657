package io.integrationhost.bench.jmh;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.UplinkConverter;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Engine;
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

/** The guide's decoder: as a converter of the host, and on its engine alone. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class ScriptBenchmark {
  private static final int BATCH = 4_096;

  /** Of one converter; each has one message under way, as the host keeps the order. */
  private static final int DEVICES = 32;

  /** The script's language. */
  @Param({"JS", "TBEL"})
  private String language;

  /** How many threads run scripts. */
  @Param({"1", "2"})
  private int threads;

  /** Where they run: {@code THREAD} or {@code PROCESS}. */
  @Param({"THREAD", "PROCESS"})
  private ConverterLimits.Isolation.Mode isolation;

  private final byte[] payload = Samples.payload();
  private final List<BareScript> scripts = new ArrayList<>();
  private final List<Callable<String>> tasks = new ArrayList<>();
  private Engine js;
  private ConverterEngine engine;

  /** As many as threads: one converter alone never has all of them. */
  private final List<UplinkConverter> converters = new ArrayList<>();

  private ExecutorService pool;

  /** Compiles the script. */
  @Setup
  public void start() throws IOException {
    ConverterLimits limits =
        ConverterLimits.defaults()
            .with(new ConverterLimits.Pool(threads, 1_000))
            .with(new ConverterLimits.Isolation(isolation, 1));
    engine = new ConverterEngine(limits, Clock.systemUTC());
    boolean tbel = language.equals("TBEL");
    js = BareJavaScript.engine();
    pool = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      converters.add(
          engine
              .integration("benchmark")
              .uplink(tbel ? Samples.guideConverterInTbel() : Samples.guideConverter()));
      BareScript script =
          tbel ? new BareTbel(Samples.GUIDE_IN_TBEL) : new BareJavaScript(js, Samples.guide());
      scripts.add(script);
      tasks.add(() -> run(script));
    }
  }

  private String run(BareScript script) {
    String last = "";
    for (int i = 0; i < BATCH / threads; i++) {
      last = script.call(payload);
    }
    return last;
  }

  /** From the payload to the result as text: no limits, and nothing is read from the text. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void bare() throws Exception {
    for (Future<String> done : pool.invokeAll(tasks)) {
      done.get();
    }
  }

  /** From the payload to entity data. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void host() {
    List<CompletableFuture<?>> devices = new ArrayList<>();
    for (UplinkConverter converter : converters) {
      for (int i = 0; i < DEVICES; i++) {
        devices.add(convert(converter, BATCH / threads / DEVICES).toCompletableFuture());
      }
    }
    CompletableFuture.allOf(devices.toArray(CompletableFuture[]::new)).join();
  }

  private CompletionStage<?> convert(UplinkConverter converter, int messages) {
    CompletionStage<?> first = converter.convert(payload, Map.of(), "device");
    return messages == 1 ? first : first.thenCompose(done -> convert(converter, messages - 1));
  }

  /** Ends all threads. */
  @TearDown
  public void stop() {
    pool.shutdownNow();
    scripts.forEach(BareScript::close);
    js.close();
    converters.forEach(UplinkConverter::close);
    engine.close();
  }
}
