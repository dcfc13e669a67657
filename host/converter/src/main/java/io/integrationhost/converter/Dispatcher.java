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

  /** Queues that have work and may have one more worker. */
  private final Deque<ScriptQueue> ready = new ArrayDeque<>();

  private final Set<ScriptQueue> queues = new HashSet<>();

  private int workers;
  private int queued;
  private boolean closed;

  Dispatcher(int capacity) {
    this.capacity = capacity;
  }

  /** Makes a converter known. */
  void open(ScriptQueue queue) {
    lock.lock();
    try {
      if (closed) {
        throw closed("The converter engine is closed");
      }
      queues.add(queue);
    } finally {
      lock.unlock();
    }
  }

  /** Throws when the call is not taken. */
  void submit(ScriptQueue queue, Call<?> call) {
    lock.lock();
    try {
      if (closed || queue.closed) {
        throw closed("The converter is closed");
      }
      if (workers == 0) {
        throw noWorkers();
      }
      if (queue.waiting.size() >= capacity) {
        throw new ScriptFailure(
            Kind.OVERLOADED,
            "Already "
                + capacity
                + " messages wait for this converter; slow the devices down or make the script"
                + " faster");
      }
      queue.waiting.add(call);
      queued++;
      if (list(queue)) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for work; null when the engine is closed. */
  Run<?> take() {
    lock.lock();
    try {
      for (ScriptQueue queue = nextReady(); queue != null; queue = nextReady()) {
        queue.listed = false;
        if (queue.waiting.isEmpty() || queue.running >= share()) {
          continue;
        }
        // Made before anything changes: an Error in between would lose the message.
        Run<?> next = new Run<>(queue, queue.waiting.peek(), queue.idleRealms.peekLast());
        queue.waiting.remove();
        queue.idleRealms.pollLast();
        queue.running++;
        queued--;
        listLater(queue);
        return next;
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a run. Wakes nobody, as the caller takes the next one itself: waking a second worker for
   * each message would cost more than the message.
   *
   * @param realm usable again; null when there is none
   * @return realms that the caller has to close
   */
  List<Realm> release(ScriptQueue queue, Realm realm) {
    lock.lock();
    try {
      queue.running--;
      listLater(queue);
      if (realm != null) {
        queue.idleRealms.add(realm);
      }
      return unneeded(queue);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same, whatever happens; closes realms too. A queue whose count is wrong is slow for ever.
   */
  void releaseSurely(ScriptQueue queue, Realm realm) {
    List<Realm> unneeded = List.of();
    try {
      unneeded = release(queue, realm);
    } catch (OutOfMemoryError e) {
      // The worker is given back in any case; only the realm was not kept.
      unneeded = realm == null ? List.of() : List.of(realm);
    }
    unneeded.forEach(Realm::discard);
  }

  /**
   * Takes no more calls for a queue; those that wait are still done.
   *
   * @return realms that the caller has to close
   */
  List<Realm> close(ScriptQueue queue) {
    lock.lock();
    try {
      queue.closed = true;
      return unneeded(queue);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no more calls for a queue, and gives back those that wait.
   *
   * @return realms that the caller has to close, and calls
   */
  Left evict(ScriptQueue queue) {
    lock.lock();
    try {
      List<Call<?>> calls = new ArrayList<>(queue.waiting);
      queued -= calls.size();
      queue.waiting.clear();
      queue.closed = true;
      return new Left(queue, unneeded(queue), calls);
    } finally {
      lock.unlock();
    }
  }

  /** What a queue leaves behind: realms to be closed, calls that nobody makes. */
  record Left(ScriptQueue queue, List<Realm> realms, List<Call<?>> calls) {
    void fail(ScriptFailure reason) {
      calls.forEach(call -> call.fail(reason.of(queue.name())));
    }
  }

  /** Whether no converter is here any more, or all are closed. */
  boolean isUnused() {
    lock.lock();
    try {
      return queues.stream().allMatch(queue -> queue.closed && queue.running == 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets how many workers there are.
   *
   * @return the calls that nobody is left for
   */
  List<Left> workers(int count) {
    lock.lock();
    try {
      workers = count;
      work.signalAll();
      return count == 0 ? drain() : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all; returns the calls that will not be done. */
  List<Left> close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      return drain();
    } finally {
      lock.unlock();
    }
  }

  int waiting(ScriptQueue queue) {
    lock.lock();
    try {
      return queue.waiting.size();
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
  private ScriptQueue nextReady() {
    while (ready.isEmpty() && !closed) {
      try {
        work.await(POLL_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // Left over from stopping a script; that the engine closes is told by the flag.
      }
    }
    return ready.poll();
  }

  /** If that fails, the end of what the caller is about to run lists the queue again. */
  private void listLater(ScriptQueue queue) {
    try {
      list(queue);
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

  private boolean list(ScriptQueue queue) {
    if (queue.listed || queue.waiting.isEmpty() || queue.running >= share()) {
      return false;
    }
    // In this order: a queue that is marked but not in the list would never be served again.
    ready.add(queue);
    queue.listed = true;
    return true;
  }

  private List<Realm> unneeded(ScriptQueue queue) {
    if (!closed && !(queue.closed && queue.waiting.isEmpty())) {
      return List.of();
    }
    if (queue.running == 0) {
      queues.remove(queue);
    }
    List<Realm> realms = new ArrayList<>(queue.idleRealms);
    queue.idleRealms.clear();
    return realms;
  }

  private List<Left> drain() {
    List<Left> left = new ArrayList<>();
    for (ScriptQueue queue : queues) {
      queue.listed = false;
      left.add(new Left(queue, List.of(), List.copyOf(queue.waiting)));
      queued -= queue.waiting.size();
      queue.waiting.clear();
    }
    ready.clear();
    return left;
  }
}
