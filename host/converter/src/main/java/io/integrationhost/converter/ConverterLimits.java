package io.integrationhost.converter;

import io.integrationhost.converter.process.ProcessCommand;
import java.time.Duration;
import java.util.Objects;

/** What scripts may use, and how values are read. The defaults are those of facts 5.8. */
public record ConverterLimits(
    Sizes sizes,
    Budget budget,
    Pool pool,
    Errors errors,
    Values values,
    Tbel tbel,
    Isolation isolation) {

  public ConverterLimits {
    Objects.requireNonNull(sizes, "sizes");
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(errors, "errors");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(tbel, "tbel");
    Objects.requireNonNull(isolation, "isolation");
  }

  public static ConverterLimits defaults() {
    return new ConverterLimits(
        new Sizes(50_000, 100_000, 300_000),
        new Budget(
            Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(1), 100L << 20),
        new Pool(Math.max(2, Runtime.getRuntime().availableProcessors()), 1_000),
        new Errors(3, 30, Duration.ofSeconds(20), Duration.ofSeconds(60)),
        new Values(true, 0),
        new Tbel(
            true,
            new Sizes(50_000, 100_000, 300_000),
            Duration.ofMillis(500),
            8L << 20,
            new Errors(3, 30, Duration.ofSeconds(20), Duration.ofSeconds(60))),
        new Isolation(Isolation.Mode.AUTO, 4));
  }

  public ConverterLimits with(Sizes changed) {
    return new ConverterLimits(changed, budget, pool, errors, values, tbel, isolation);
  }

  public ConverterLimits with(Budget changed) {
    return new ConverterLimits(sizes, changed, pool, errors, values, tbel, isolation);
  }

  public ConverterLimits with(Pool changed) {
    return new ConverterLimits(sizes, budget, changed, errors, values, tbel, isolation);
  }

  public ConverterLimits with(Errors changed) {
    return new ConverterLimits(sizes, budget, pool, changed, values, tbel, isolation);
  }

  public ConverterLimits with(Values changed) {
    return new ConverterLimits(sizes, budget, pool, errors, changed, tbel, isolation);
  }

  public ConverterLimits with(Tbel changed) {
    return new ConverterLimits(sizes, budget, pool, errors, values, changed, isolation);
  }

  public ConverterLimits with(Isolation changed) {
    return new ConverterLimits(sizes, budget, pool, errors, values, tbel, changed);
  }

  /**
   * Lengths in characters (UTF-16 units).
   *
   * @param script of a script's body
   * @param arguments of all arguments of one call: the payload as Base64, the rest as JSON
   * @param result of what one call returns, as JSON
   */
  public record Sizes(int script, int arguments, int result) {
    public Sizes {
      positive("script size", script);
      positive("arguments size", arguments);
      positive("result size", result);
    }
  }

  /**
   * What one call may use.
   *
   * @param cpuTime of the thread that runs it
   * @param wallTime on the wall, for what waits instead of computing
   * @param grace how long a script may take to end once it is stopped; then it counts as
   *     unstoppable and its thread is given up. Up to eight times as long where the thread hardly
   *     got a processor meanwhile
   * @param memory bytes allocated by one call, garbage included
   */
  public record Budget(Duration cpuTime, Duration wallTime, Duration grace, long memory) {
    public Budget {
      positive("cpu time in ms", cpuTime.toMillis());
      positive("wall time in ms", wallTime.toMillis());
      positive("grace in ms", grace.toMillis());
      positive("memory", memory);
    }

    Budget withCpuTime(Duration changed) {
      return new Budget(changed, wallTime, grace, memory);
    }
  }

  /**
   * The threads that run scripts and the room before them.
   *
   * @param threads at least 2 keep a hanging converter from holding up the others
   * @param queue messages that may wait for one converter
   */
  public record Pool(int threads, int queue) {
    public Pool {
      positive("worker threads", threads);
      positive("queue", queue);
    }
  }

  /**
   * How many errors a converter may make; only errors that facts 5.8 count do. The time is that of
   * all failed calls; of those that do not count, or filled the memory, it is doubled.
   *
   * @param perSource within the window by messages of one source, before those are refused
   * @param total within the window, before all messages are refused
   * @param time that failed calls may use up together within the window, before all messages are
   *     refused: few errors of a script that loops for ever would keep a processor busy
   * @param window how long an error is remembered
   */
  public record Errors(int perSource, int total, Duration time, Duration window) {
    public Errors {
      positive("maximum of errors", perSource);
      positive("maximum of errors of all sources", total);
      positive("time of errors in ms", time.toMillis());
      positive("block time in ms", window.toMillis());
    }

    /**
     * What failed calls of one source, but for counted errors, may use up before its messages are
     * refused: half, so that one source alone never uses up the time of all.
     */
    Duration timePerSource() {
      return time.dividedBy(2);
    }
  }

  /**
   * How values in a script's result are read (facts 5.4).
   *
   * @param typeCast whether texts that look like numbers become numbers
   * @param maxStringLength 0: no limit
   */
  public record Values(boolean typeCast, int maxStringLength) {
    public Values {
      if (maxStringLength < 0) {
        throw new IllegalArgumentException(
            "The maximum string length of converters must not be negative, but is "
                + maxStringLength);
      }
    }
  }

  /**
   * What is different for scripts in TBEL.
   *
   * @param enabled whether converters in TBEL are taken at all
   * @param sizes instead of those of JavaScript
   * @param cpuTime instead of that of the {@link Budget}; a call that compiles has twice as much
   * @param memory bytes of a script's own values, as the language counts them
   * @param errors instead of those of JavaScript
   */
  public record Tbel(boolean enabled, Sizes sizes, Duration cpuTime, long memory, Errors errors) {
    public Tbel {
      Objects.requireNonNull(sizes, "sizes");
      Objects.requireNonNull(errors, "errors");
      positive("TBEL cpu time in ms", cpuTime.toMillis());
      positive("TBEL memory", memory);
    }
  }

  /**
   * What keeps the scripts of one integration from those of others when they cannot be stopped.
   *
   * @param maxProcesses that {@link Mode#AUTO} makes for integrations that lost a thread; beyond
   *     that an integration is blocked
   */
  public record Isolation(Mode mode, int maxProcesses) {
    /** What one process may take, in MiB: heap, code of the script engine, threads. */
    public static final int MIB_PER_PROCESS = ProcessCommand.MOST_MIB;

    public Isolation {
      Objects.requireNonNull(mode, "mode");
      positive("processes", maxProcesses);
    }

    /** Where scripts run. */
    public enum Mode {
      /** In threads of this process until one is lost, then in a process of the integration. */
      AUTO,
      /** In threads of this process; the second one lost in a day blocks the integration. */
      THREAD,
      /** In a process of each integration. */
      PROCESS
    }
  }

  private static void positive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "The " + what + " of converters must be positive, but is " + value);
    }
  }
}
