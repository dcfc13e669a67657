package io.integrationhost.converter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that starts and ends the processes for scripts; it runs while there are any. */
final class ProcessWatch {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Logger log = LoggerFactory.getLogger(ProcessWatch.class);

  private final List<ProcessCrew> crews = new CopyOnWriteArrayList<>();
  private final int maxStarting;
  private final ThreadFactory threads;
  private Thread thread;
  private volatile boolean closed;

  /**
   * @param maxStarting processes at a time: more would all be slow
   */
  ProcessWatch(int maxStarting) {
    this(maxStarting, task -> Threads.create("converter-processes", task));
  }

  ProcessWatch(int maxStarting, ThreadFactory threads) {
    this.maxStarting = maxStarting;
    this.threads = threads;
  }

  /**
   * Looks after a crew from now on.
   *
   * @throws OutOfMemoryError when there is no thread for that; the crew is closed then
   */
  synchronized void add(ProcessCrew crew) {
    try {
      if (thread == null) {
        // Only one that runs counts: the next time there may be a thread for it.
        Thread started = threads.newThread(this::run);
        started.start();
        thread = started;
      }
      crews.add(crew);
    } catch (OutOfMemoryError e) {
      crew.drop();
      crew.close();
      throw e;
    }
  }

  synchronized void wake() {
    LockSupport.unpark(thread);
  }

  List<ProcessCrew> crews() {
    return crews;
  }

  private void run() {
    while (!closed) {
      lookSafely();
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  /** Nothing may end the watch, and no process that of another. */
  private record Need(ProcessCrew crew, int waiting) {}

  private void lookSafely() {
    try {
      // Where most messages wait a process is needed most.
      List<Need> needs = new ArrayList<>();
      crews.forEach(crew -> needs.add(new Need(crew, crew.dispatcher().queued())));
      needs.sort(Comparator.comparingInt(Need::waiting).reversed());
      needs.forEach(need -> lookSafely(need.crew()));
    } catch (Throwable e) {
      complain(e);
    }
  }

  private void lookSafely(ProcessCrew crew) {
    try {
      crew.look(crews.stream().filter(ProcessCrew::isStarting).count() < maxStarting);
    } catch (Throwable e) {
      complain(e);
    }
  }

  private static void complain(Throwable e) {
    try {
      log.error("The watch over the processes for scripts failed once; it goes on", e);
    } catch (Throwable again) {
      // Not even room for a line: the next look may find it.
      return;
    }
  }

  /**
   * Ends all processes; true when no thread waits for one any more.
   *
   * @param graceNanos for the calls that run
   */
  boolean close(long graceNanos) {
    crews.forEach(ProcessCrew::drop);
    long end = System.nanoTime() + graceNanos;
    while (crews.stream().anyMatch(ProcessCrew::isBusy) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(this, TICK_NANOS / 10);
    }
    crews.forEach(ProcessCrew::close);
    closed = true;
    boolean ended = true;
    for (ProcessCrew crew : crews) {
      ended &= crew.join();
    }
    return ended;
  }
}
