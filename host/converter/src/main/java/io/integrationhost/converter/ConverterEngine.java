package io.integrationhost.converter;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scripts of all converters of the process: one engine per process. Thread safe.
 *
 * <p>Scripts run on a fixed number of threads. One converter never has all of them (unless there is
 * only one), so that a script that hangs on each message leaves the others served.
 */
public final class ConverterEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConverterEngine.class);

  private final ConverterLimits limits;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<String, ScriptLanguage> languages;
  private final Dispatcher dispatcher;
  private final Workers workers;

  /**
   * @param clock gives the time of telemetry that has none
   */
  public ConverterEngine(ConverterLimits limits, Clock clock) {
    this(limits, clock, System::nanoTime);
  }

  ConverterEngine(ConverterLimits limits, Clock clock, LongSupplier nanoTime) {
    this.limits = limits;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.languages = Map.of("JS", new JavaScript(limits.sizes()), "TBEL", new Tbel(limits.tbel()));
    this.dispatcher = new Dispatcher(limits.pool().queue());
    this.workers = new Workers(limits, dispatcher);
    workers.start();
  }

  /** Takes the cold start of about a second off the first message. Returns at once. */
  public CompletionStage<Void> warmUp() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Threads.create(
            "converter-warm-up",
            () -> {
              try {
                languages.values().forEach(ScriptLanguage::warmUp);
                done.complete(null);
              } catch (ScriptFailure e) {
                done.completeExceptionally(e.of("warm-up"));
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            })
        .start();
    return done;
  }

  /**
   * Makes a converter ready. Its script is compiled with the first message (facts 5.1).
   *
   * @throws ConverterException when the definition cannot be used; the message names the converter
   */
  public UplinkConverter uplink(ConverterDefinition definition) {
    try {
      ConverterConfiguration configuration =
          ConverterConfiguration.parse(definition.configuration(), Direction.UPLINK);
      return new UplinkConverter(
          lane(definition, configuration, Direction.UPLINK),
          dispatcher,
          new ResultParser(limits.values(), clock),
          configuration.updateOnlyKeys());
    } catch (ScriptFailure e) {
      throw e.of(definition.name());
    }
  }

  /**
   * Makes a downlink converter ready; an integration without one has none with an empty
   * configuration, which is not to be given here.
   *
   * @throws ConverterException when the definition cannot be used; the message names the converter
   */
  public DownlinkConverter downlink(ConverterDefinition definition) {
    try {
      ConverterConfiguration configuration =
          ConverterConfiguration.parse(definition.configuration(), Direction.DOWNLINK);
      return new DownlinkConverter(lane(definition, configuration, Direction.DOWNLINK), dispatcher);
    } catch (ScriptFailure e) {
      throw e.of(definition.name());
    }
  }

  private Lane lane(
      ConverterDefinition definition, ConverterConfiguration configuration, Direction direction) {
    ScriptLanguage language = languages.get(configuration.language());
    Lane lane =
        new Lane(
            definition.name(),
            direction,
            language,
            language.script(configuration.script(), direction),
            new Verdict(limits.errors(), direction, nanoTime));
    dispatcher.open(lane);
    return lane;
  }

  public EngineStatus status() {
    return workers.status();
  }

  /**
   * Fails what waits, gives what runs a short time to end, then stops it. Takes a few times the
   * grace of {@link ConverterLimits.Budget} at most.
   */
  @Override
  public void close() {
    if (workers.close()) {
      languages.values().forEach(ScriptLanguage::close);
    } else {
      log.warn("A script cannot be stopped; its thread ends with the process only");
    }
  }
}
