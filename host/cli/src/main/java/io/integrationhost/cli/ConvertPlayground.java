package io.integrationhost.cli;

import com.google.gson.JsonObject;
import io.integrationhost.admin.api.Playground;
import io.integrationhost.convert.Attempts;
import io.integrationhost.convert.InputException;
import io.integrationhost.convert.Message;
import io.integrationhost.convert.Payload;
import io.integrationhost.convert.PayloadReader;
import io.integrationhost.convert.RememberedConverters;
import io.integrationhost.convert.ScriptText;
import io.integrationhost.convert.Trial;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.convert.Wish;
import io.integrationhost.convert.report.JsonReport;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.ConverterLimits.Isolation.Mode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tries converters as {@code convert} does, one at a time on the thread {@code admin-playground},
 * which ends when nobody tries any. Each attempt has an engine of its own, so that nothing is left
 * of it. A script that nothing stops keeps its thread; after the first such script each attempt has
 * a process of its own, which takes a second longer. Where scripts run in threads only, no more are
 * tried after two lost threads.
 */
final class ConvertPlayground implements Playground {

  private static final int MOST_LOST = 2;
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final long MEMORY = 32L << 20;

  private final ConverterLimits limits;
  private final ConverterLimits inProcess;
  private final ThreadPoolExecutor executor;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicInteger lost = new AtomicInteger();

  /**
   * A playground.
   *
   * @param ofHost what scripts may use there; here at most that
   */
  ConvertPlayground(ConverterLimits ofHost) {
    ConverterLimits.Budget budget = ofHost.budget();
    this.limits =
        ofHost
            .with(
                new ConverterLimits.Budget(
                    shorter(budget.cpuTime()),
                    shorter(budget.wallTime()),
                    budget.grace(),
                    Math.min(MEMORY, budget.memory())))
            .with(new ConverterLimits.Pool(1, 1))
            .with(new ConverterLimits.Isolation(Mode.THREAD, 1));
    this.inProcess =
        ofHost.isolation().mode() == Mode.THREAD
            ? limits
            : limits.with(new ConverterLimits.Isolation(Mode.PROCESS, 1));
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(1),
            task -> {
              Thread thread = new Thread(task, "admin-playground");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  private static Duration shorter(Duration time) {
    return time.compareTo(TIME) < 0 ? time : TIME;
  }

  @Override
  public CompletionStage<Optional<JsonObject>> attempt(Attempt attempt) {
    if (!busy.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    try {
      return CompletableFuture.supplyAsync(() -> Optional.of(report(attempt)), executor)
          .whenComplete((report, failure) -> busy.set(false));
    } catch (RuntimeException | Error e) {
      busy.set(false);
      throw e;
    }
  }

  private JsonObject report(Attempt attempt) {
    if (inProcess.equals(limits) && lost.get() >= MOST_LOST) {
      throw new IllegalArgumentException(
          lost.get()
              + " scripts that were tried here could not be stopped and still run; restart the host"
              + " before the next one is tried");
    }
    ConverterLimits chosen = lost.get() == 0 ? limits : inProcess;
    try (ConverterEngine engine = Trial.engine(chosen, Clock.systemUTC());
        Trial trial = new Trial(converter(attempt), engine, chosen)) {
      JsonObject report = JsonReport.of(Attempts.of(trial, List.of(message(attempt))));
      lost.addAndGet(engine.status().lost());
      return report;
    } catch (InputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static TriedConverter converter(Attempt attempt) {
    Wish wish =
        new Wish(attempt.downlink(), attempt.language(), Optional.empty(), Optional.empty());
    String origin =
        attempt
            .integration()
            .map(name -> "converter of integration '" + name + "'")
            .orElse("script");
    return attempt
        .converter()
        .map(
            configuration ->
                RememberedConverters.running(
                    origin,
                    configuration,
                    attempt.converterType(),
                    attempt.converterVersion(),
                    attempt.integrationMetadata(),
                    wish,
                    attempt.script()))
        .orElseGet(
            () ->
                TriedConverter.of(
                    origin,
                    attempt.downlink(),
                    new ScriptText(attempt.language().orElse("JS"), attempt.script().orElse("")),
                    "playground"));
  }

  private static Message message(Attempt attempt) {
    Payload.Form form = Payload.Form.valueOf(attempt.form().name());
    Payload payload = PayloadReader.read("", attempt.payload(), form, "payload");
    return new Message(
        payload, attempt.metadata(), attempt.messageType().orElse(Message.DEFAULT_TYPE));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
