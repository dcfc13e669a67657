package io.integrationhost.converter;

import com.google.gson.JsonObject;
import io.integrationhost.converter.dedicated.Platform;
import io.integrationhost.converter.process.ProcessCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scripts of all converters of the process: one engine per process. Thread safe.
 *
 * <p>Scripts run on a fixed number of threads. One converter never has all of them (unless there is
 * only one), so that a script that hangs on each message leaves the others served. What cannot be
 * stopped is charged to its integration, whose scripts may then run in a process of their own, see
 * {@link ConverterLimits.Isolation}.
 */
public final class ConverterEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConverterEngine.class);

  /** Lost threads that have another one in their place, for scripts of no integration. */
  private static final int LEAST_REPLACED = 2;

  private final ConverterLimits limits;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<String, ScriptLanguage> languages;
  private final Dispatcher dispatcher;
  private final Workers workers;
  private final ProcessWatch processes;
  private final Isolator isolator;
  private final IntegrationScripts nobody;

  /**
   * @param clock gives the time of telemetry that has none
   */
  public ConverterEngine(ConverterLimits limits, Clock clock) {
    this(limits, clock, IsolationListener.none());
  }

  /**
   * @param clock gives the time of telemetry that has none, and the day
   */
  public ConverterEngine(ConverterLimits limits, Clock clock, IsolationListener listener) {
    this(
        limits,
        clock,
        System::nanoTime,
        Runtime.getRuntime().availableProcessors(),
        new ProcessCommand(ProcessCrew.MAIN_CLASS),
        listener);
  }

  ConverterEngine(
      ConverterLimits limits,
      Clock clock,
      LongSupplier nanoTime,
      int processors,
      ProcessCommand command,
      IsolationListener listener) {
    this.limits = limits;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.languages = Map.of("JS", new JavaScript(limits.sizes()), "TBEL", new Tbel(limits.tbel()));
    this.dispatcher = new Dispatcher(limits.pool().queue());
    this.workers = new Workers(limits, dispatcher, Math.max(LEAST_REPLACED, processors));
    this.processes = new ProcessWatch(Math.max(1, processors / 2));
    this.isolator =
        new Isolator(
            limits.isolation(),
            clock,
            new Threaded(dispatcher, languages),
            () -> workers.status().lost(),
            processors,
            (name, delay) -> process(name, delay, command),
            listener);
    this.nobody = integration("");
    workers.start();
  }

  /** The crew of this process's own threads. */
  private record Threaded(Dispatcher dispatcher, Map<String, ScriptLanguage> languages)
      implements Crew {}

  private ProcessCrew process(String name, Duration delay, ProcessCommand command) {
    ProcessCrew crew = new ProcessCrew(name, limits, languages, command, delay, processes::wake);
    processes.add(crew);
    return crew;
  }

  /**
   * The scripts of an integration; the same for the same name as long as the engine lives.
   *
   * @param name in the settings
   */
  public IntegrationScripts integration(String name) {
    return isolator.integration(name, each -> new IntegrationScripts(each, this, isolator));
  }

  /** The integrations whose scripts are blocked, because nothing could hold them. */
  public List<ScriptBlock> blocks() {
    return isolator.blocks();
  }

  /** Lets an integration run its scripts again; false when it was not blocked. */
  public boolean lift(String integration) {
    return isolator.lift(integration);
  }

  /**
   * Blocks an integration as it was before this process started.
   *
   * @return false when that was on another day, so that it is not blocked
   */
  public boolean restore(ScriptBlock block) {
    return isolator.restore(integration(block.integration()), block);
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
   * Makes a converter ready. Its script is compiled with the first message (facts 5.1). It belongs
   * to no integration and runs in threads, for scripts that are tried only; see {@link
   * #integration}.
   *
   * @throws ConverterException when the definition cannot be used; the message names the converter
   */
  public UplinkConverter uplink(ConverterDefinition definition) {
    return uplink(definition, nobody);
  }

  UplinkConverter uplink(ConverterDefinition definition, IntegrationScripts home) {
    try {
      JsonObject root = ConverterConfiguration.object(definition.configuration());
      ConverterConfiguration configuration = ConverterConfiguration.parse(root, Direction.UPLINK);
      UplinkConverter.Calls calls = calls(definition, root);
      return new UplinkConverter(
          station(home, definition, configuration, Direction.UPLINK),
          calls,
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
    return downlink(definition, nobody);
  }

  DownlinkConverter downlink(ConverterDefinition definition, IntegrationScripts home) {
    try {
      ConverterConfiguration configuration =
          ConverterConfiguration.parse(
              ConverterConfiguration.object(definition.configuration()), Direction.DOWNLINK);
      return new DownlinkConverter(station(home, definition, configuration, Direction.DOWNLINK));
    } catch (ScriptFailure e) {
      throw e.of(definition.name());
    }
  }

  private UplinkConverter.Calls calls(ConverterDefinition definition, JsonObject root) {
    ResultParser results = new ResultParser(limits.values(), clock);
    Optional<Platform> platform = DedicatedRecognition.platform(definition, root);
    if (platform.isEmpty()) {
      return (payload, metadata, source) -> new UplinkCall(payload, metadata, source, results);
    }
    log.info("Converter '{}' is dedicated to {}", definition.name(), platform.get());
    return new DedicatedCall.Converter(
        platform.get(), DedicatedConfiguration.parse(root), results, clock);
  }

  private Station station(
      IntegrationScripts home,
      ConverterDefinition definition,
      ConverterConfiguration configuration,
      Direction direction) {
    ConverterLimits.Errors errors =
        configuration.language().equals("TBEL") ? limits.tbel().errors() : limits.errors();
    Station station =
        new Station(
            home,
            definition.name(),
            direction,
            configuration.language(),
            configuration.script(),
            new Verdict(errors, direction, nanoTime));
    home.add(station);
    return station;
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
    boolean processesEnded = processes.close(limits.budget().grace().toNanos());
    if (workers.close() && processesEnded) {
      languages.values().forEach(ScriptLanguage::close);
    } else {
      log.warn("A script cannot be stopped; its thread ends with the process only");
    }
  }
}
