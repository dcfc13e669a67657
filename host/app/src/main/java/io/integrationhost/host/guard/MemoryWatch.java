package io.integrationhost.host.guard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether there are memory and threads to work with. Trouble that passes is
 * only told; trouble that lasts ends the process, since a host that lives on without serving is
 * worse than one that is started again.
 */
public final class MemoryWatch implements Guard, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MemoryWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Without memory a stop may take for ever, and devices wait for the next start. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

  private static final String NO_MEMORY = "there is no memory left to look for memory";

  private final LongSupplier nanoTime;
  private final Duration patience;
  private final LastResort lastResort;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();
  private volatile Optional<String> problem = Optional.empty();
  private long since;
  private volatile boolean closed;

  private record Probe(String name, Supplier<Optional<String>> look, Optional<String> failed) {}

  MemoryWatch(LongSupplier nanoTime, Duration patience, LastResort lastResort) {
    this.nanoTime = nanoTime;
    this.patience = patience;
    this.lastResort = lastResort;
  }

  /**
   * Begins to watch this process.
   *
   * @param stopDeadline what a host needs for a stop
   */
  public static MemoryWatch start(Duration stopDeadline) {
    LastResort lastResort =
        new LastResort(
            stopDeadline.compareTo(LONGEST_STOP) < 0 ? stopDeadline : LONGEST_STOP,
            () -> Runtime.getRuntime().halt(LastResort.EXIT_CODE));
    MemoryWatch watch = new MemoryWatch(System::nanoTime, PATIENCE, lastResort);
    watch.watch("heap", new HeapProbe());
    watch.watch("direct memory", new DirectMemoryProbe());
    watch.watch("threads of the system", new ThreadProbe());
    watch.watch("essential threads", new EssentialThreads());
    NewObjects.ofProcess().ifPresent(objects -> watch.watch("new objects", objects));
    Thread thread = new Thread(watch::run, "memory-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** What is closed before the process ends. */
  public void closes(AutoCloseable host) {
    lastResort.closes(host);
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }

  @Override
  public void end(String reason) {
    lastResort.end(reason);
  }

  @Override
  public void watch(String name, Supplier<Optional<String>> probe) {
    probes.add(new Probe(name, probe, Optional.of("memory or threads ran out (" + name + ")")));
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, INTERVAL.toNanos());
      look();
    }
  }

  /** One look; nothing may end the watch. */
  void look() {
    try {
      judge(found());
    } catch (Throwable e) {
      judgeWithoutMemory();
    }
  }

  /** Asks all of them, since some mend what they find. */
  private Optional<String> found() {
    Optional<String> first = Optional.empty();
    for (Probe probe : probes) {
      Optional<String> found = found(probe);
      first = first.isPresent() ? first : found;
    }
    return first;
  }

  private static Optional<String> found(Probe probe) {
    try {
      return probe.look().get();
    } catch (Throwable e) {
      // Whatever it is: the next probe may be the one that mends.
      return probe.failed();
    }
  }

  private void judge(Optional<String> found) {
    if (found.isEmpty()) {
      if (problem.isPresent()) {
        problem = Optional.empty();
        log.warn("the host has recovered by itself: there are memory and threads again");
      }
      return;
    }
    if (problem.isEmpty()) {
      since = nanoTime.getAsLong();
      problem = found;
      log.error("{}; the host ends itself if this lasts {} s", found.get(), patience.toSeconds());
    } else if (nanoTime.getAsLong() - since >= patience.toNanos()) {
      lastResort.end(problem.get());
    }
  }

  private void judgeWithoutMemory() {
    if (problem.isEmpty()) {
      since = nanoTime.getAsLong();
      problem = Optional.of(NO_MEMORY);
    } else if (nanoTime.getAsLong() - since >= patience.toNanos()) {
      lastResort.end(NO_MEMORY);
    }
  }

  /** Watches no more. */
  @Override
  public void close() {
    closed = true;
  }
}
