package io.integrationhost.bench.jmh;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.uplink.ActiveConverter;
import io.integrationhost.host.uplink.UplinkPath;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.ReadingLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A decoded uplink through checks, order and codec into a spool that keeps nothing. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class PublishBenchmark {

  private final Uplink uplink = Samples.uplink();
  private ConverterEngine engine;
  private ReadingLog spool;
  private Uplinks uplinks;

  /** Puts the path together. */
  @Setup
  public void start() throws IOException {
    engine = new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());
    spool = new ForgetfulSpool();
    UplinkPath path =
        new UplinkPath(
            "benchmark",
            new UplinkCodec(),
            spool,
            new DeliveryCounters(),
            (uplink, metadata, reason) -> CompletableFuture.completedFuture(true),
            new RateLimitedLog(System::nanoTime, Duration.ofSeconds(1)),
            (transport, device) -> {},
            Optional::empty);
    path.use(
        new ActiveConverter(
            engine.uplink(Samples.guideConverter()), new UpdateOnlyKeys(Set.of(), 1), Map.of()));
    uplinks = path.from("benchmark");
  }

  @Benchmark
  public CompletionStage<Receipt> publish() {
    return uplinks.publish(uplink);
  }

  /** Ends the engine's threads. */
  @TearDown
  public void stop() {
    spool.close();
    engine.close();
  }
}
