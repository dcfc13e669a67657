package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.ScriptLanguage.Realm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shares the workers among the converters: round robin, and no converter has all workers unless
 * there is only one. Never calls foreign code while it holds its lock.
 */
final class Dispatcher {
  private static final long POLL_SECONDS = 1;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  /** Lanes that have work and may have one more worker. */
  private final Deque<Lane> ready = new ArrayDeque<>();

  private final Set<Lane> lanes = new HashSet<>();

  private int workers;
  private int queued;
  private boolean closed;

  Dispatcher(int capacity) {
    this.capacity = capacity;
  }

  /**
   * What a worker does next.
   *
   * @param realm null when the worker has to open one
   */
  record Assignment(Lane lane, Job<?> job, Realm realm) {}

  /** Makes a converter known. */
  void open(Lane lane) {
    lock.lock();
    try {
      if (closed) {
        throw closed("The converter engine is closed");
      }
      lanes.add(lane);
    } finally {
      lock.unlock();
    }
  }

  /** Throws when the job is not taken. */
  void submit(Lane lane, Job<?> job) {
    lock.lock();
    try {
      if (closed || lane.closed) {
        throw closed("The converter is closed");
      }
      if (workers == 0) {
        throw noWorkers();
      }
      if (lane.waiting.size() >= capacity) {
        throw new ScriptFailure(
            Kind.OVERLOADED,
            "Already "
                + capacity
                + " messages wait for this converter; slow the devices down or make the script"
                + " faster");
      }
      lane.waiting.add(job);
      queued++;
      if (list(lane)) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for work; null when the engine is closed. */
  Assignment take() {
    lock.lock();
    try {
      for (Lane lane = nextReady(); lane != null; lane = nextReady()) {
        lane.listed = false;
        if (lane.waiting.isEmpty() || lane.running >= share()) {
          continue;
        }
        // Made before anything changes: an Error in between would lose the message.
        Assignment next = new Assignment(lane, lane.waiting.peek(), lane.idleRealms.peekLast());
        lane.waiting.remove();
        lane.idleRealms.pollLast();
        lane.running++;
        queued--;
        listLater(lane);
        return next;
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends an assignment. Wakes nobody, as the caller takes the next one itself: waking a second
   * worker for each message would cost more than the message.
   *
   * @param realm usable again; null when there is none
   * @return realms that the caller has to close
   */
  List<Realm> release(Lane lane, Realm realm) {
    lock.lock();
    try {
      lane.running--;
      listLater(lane);
      if (realm != null) {
        lane.idleRealms.add(realm);
      }
      return unneeded(lane);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same, whatever happens; closes realms too. A lane whose count is wrong is slow for ever.
   */
  void releaseSurely(Lane lane, Realm realm) {
    List<Realm> unneeded = List.of();
    try {
      unneeded = release(lane, realm);
    } catch (OutOfMemoryError e) {
      // The worker is given back in any case; only the realm was not kept.
      unneeded = realm == null ? List.of() : List.of(realm);
    }
    unneeded.forEach(Realm::discard);
  }

  /**
   * Takes no more jobs for a lane; those that wait are still done.
   *
   * @return realms that the caller has to close
   */
  List<Realm> close(Lane lane) {
    lock.lock();
    try {
      lane.closed = true;
      return unneeded(lane);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no more jobs for a lane, and gives back those that wait.
   *
   * @return realms that the caller has to close, and jobs
   */
  Left evict(Lane lane) {
    lock.lock();
    try {
      List<Job<?>> jobs = new ArrayList<>(lane.waiting);
      queued -= jobs.size();
      lane.waiting.clear();
      lane.closed = true;
      return new Left(unneeded(lane), jobs);
    } finally {
      lock.unlock();
    }
  }

  /** What an evicted lane leaves behind. */
  record Left(List<Realm> realms, List<Job<?>> jobs) {}

  /** Whether no converter is here any more, or all are closed. */
  boolean isUnused() {
    lock.lock();
    try {
      return lanes.stream().allMatch(lane -> lane.closed && lane.running == 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets how many workers there are.
   *
   * @return lanes and jobs that nobody is left for
   */
  List<Assignment> workers(int count) {
    lock.lock();
    try {
      workers = count;
      work.signalAll();
      return count == 0 ? drain() : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all; returns the jobs that will not be done. */
  List<Assignment> close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      return drain();
    } finally {
      lock.unlock();
    }
  }

  int queued() {
    lock.lock();
    try {
      return queued;
    } finally {
      lock.unlock();
    }
  }

  private static ScriptFailure closed(String message) {
    return new ScriptFailure(Kind.CLOSED, message);
  }

  static ScriptFailure noWorkers() {
    return new ScriptFailure(
        Kind.OVERLOADED,
        "All script workers are held by scripts that cannot be stopped; correct those converters"
            + " (the log names them) and restart the host");
  }

  /** Null when the engine is closed. */
  private Lane nextReady() {
    while (ready.isEmpty() && !closed) {
      try {
        work.await(POLL_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // Left over from stopping a script; that the engine closes is told by the flag.
      }
    }
    return ready.poll();
  }

  /** If that fails, the end of what the caller is about to run lists the lane again. */
  private void listLater(Lane lane) {
    try {
      list(lane);
      if (!ready.isEmpty()) {
        work.signal();
      }
    } catch (OutOfMemoryError e) {
      return;
    }
  }

  private int share() {
    return Math.max(1, workers - 1);
  }

  private boolean list(Lane lane) {
    if (lane.listed || lane.waiting.isEmpty() || lane.running >= share()) {
      return false;
    }
    // In this order: a lane that is marked but not in the list would never be served again.
    ready.add(lane);
    lane.listed = true;
    return true;
  }

  private List<Realm> unneeded(Lane lane) {
    if (!closed && !(lane.closed && lane.waiting.isEmpty())) {
      return List.of();
    }
    if (lane.running == 0) {
      lanes.remove(lane);
    }
    List<Realm> realms = new ArrayList<>(lane.idleRealms);
    lane.idleRealms.clear();
    return realms;
  }

  private List<Assignment> drain() {
    List<Assignment> left = new ArrayList<>();
    for (Lane lane : lanes) {
      lane.listed = false;
      lane.waiting.forEach(job -> left.add(new Assignment(lane, job, null)));
      queued -= lane.waiting.size();
      lane.waiting.clear();
    }
    ready.clear();
    return left;
  }
}
