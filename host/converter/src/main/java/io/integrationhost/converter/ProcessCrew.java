package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.process.Order;
import io.integrationhost.converter.process.ProcessCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of its own for scripts, and threads here that wait for its answers. Thread safe. */
final class ProcessCrew implements Crew {
  static final String MAIN_CLASS = ScriptProcessMain.class.getName();

  /** In an answer, beside the result: the console, and the longest text of an error. */
  private static final int ANSWER_ROOM = 256 << 10;

  /** Under way at once for each thread over there, so that it finds the next one without a wait. */
  static final int CALLS_PER_THREAD = 4;

  private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final Dispatcher dispatcher;
  private final ProcessKeeper keeper;
  private final Map<String, ScriptLanguage> languages = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param name the integration's; empty for several
   * @param here the same languages in this process, which check scripts before they travel
   * @param delay before the first process is started
   * @param wake has {@link #look} called soon
   */
  ProcessCrew(
      String name,
      ConverterLimits limits,
      Map<String, ScriptLanguage> here,
      ProcessCommand command,
      Duration delay,
      Runnable wake) {
    this.dispatcher = new Dispatcher(limits.pool().queue());
    String whose = name.isEmpty() ? "several integrations" : "integration '" + name + "'";
    this.keeper = new ProcessKeeper(whose, command, setup(limits), maxAnswer(limits), delay, wake);
    here.forEach(
        (language, local) -> languages.put(language, new ProcessLanguage(language, local, keeper)));
    ProcessRunner runner = new ProcessRunner(limits.budget().grace());
    for (int i = 1; i <= CALLS_PER_THREAD * limits.pool().threads(); i++) {
      Worker worker = new Worker(dispatcher, limits.budget(), runner, () -> {});
      threads.add(Threads.create("converter-process-" + name + "-" + i, worker));
    }
    try {
      threads.forEach(Thread::start);
    } catch (OutOfMemoryError e) {
      // Some have begun and would wait for ever.
      dispatcher.close();
      throw e;
    }
    dispatcher.workers(threads.size());
  }

  private static Order.Setup setup(ConverterLimits limits) {
    return new Order.Setup(
        limits.pool().threads(),
        limits.budget().grace().toMillis(),
        lengths(limits.sizes()),
        lengths(limits.tbel().sizes()),
        limits.tbel().memory());
  }

  private static Order.Lengths lengths(ConverterLimits.Sizes sizes) {
    return new Order.Lengths(sizes.script(), sizes.arguments(), sizes.result());
  }

  private static int maxAnswer(ConverterLimits limits) {
    long longest = Math.max(limits.sizes().result(), limits.tbel().sizes().result());
    return (int) Math.min(Integer.MAX_VALUE - 8, longest * Character.BYTES + ANSWER_ROOM);
  }

  @Override
  public Dispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  public Map<String, ScriptLanguage> languages() {
    return languages;
  }

  @Override
  public Optional<String> trouble() {
    return keeper.trouble();
  }

  @Override
  public void expect() {
    keeper.want();
  }

  @Override
  public boolean hasProcess() {
    return pid().isPresent();
  }

  /** The process that runs now; absent when none does. */
  Optional<Long> pid() {
    return keeper.pid();
  }

  /** Looks after the process; called at intervals by one thread. */
  void look(boolean mayStart) {
    keeper.look(dispatcher.isUnused(), mayStart);
  }

  /** Fails what waits. */
  void drop() {
    ScriptFailure reason = new ScriptFailure(Kind.CLOSED, "The converter engine is closed");
    dispatcher.close().forEach(left -> left.fail(reason));
  }

  boolean isStarting() {
    return keeper.isStarting();
  }

  boolean isBusy() {
    return keeper.isBusy();
  }

  /** Ends the process whatever it does; after {@link #drop}. */
  void close() {
    keeper.close();
  }

  /** After {@link #close}: whether all threads have ended, which it waits for. */
  boolean join() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS);
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
