package io.integrationhost.host.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the work of one integration done on one thread at a time, once for all who asked meanwhile,
 * and keeps the outcomes of what was begun until a turn settles them. Between two turns others have
 * theirs. Thread safe.
 */
final class Turns {

  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  private final String integration;
  private final Executor executor;
  private final Runnable work;
  private final Runnable later;

  private final Queue<Runnable> outcomes = new ConcurrentLinkedQueue<>();

  /** How many have asked since the last turn began; zero when nobody has the turn. */
  private final AtomicInteger asked = new AtomicInteger();

  private volatile boolean closed;

  /**
   * @param work must not throw
   * @param later has somebody ask again in a while
   */
  Turns(String integration, Executor executor, Runnable work, Runnable later) {
    this.integration = integration;
    this.executor = executor;
    this.work = work;
    this.later = later;
  }

  /** The work is done once more from its beginning. */
  void ask() {
    if (!closed && asked.getAndIncrement() == 0) {
      submit();
    }
  }

  /** Has an outcome settled in a turn. */
  void settle(Runnable outcome) {
    outcomes.add(outcome);
    ask();
  }

  /**
   * The same, unless it is enough to do it here and now.
   *
   * @param here runs on this thread if nobody has the turn; false when the work is to be done
   */
  void settle(Runnable outcome, BooleanSupplier here) {
    outcomes.add(outcome);
    if (!closed
        && asked.getAndIncrement() == 0
        && !(isDone(here) && asked.decrementAndGet() == 0)) {
      submit();
    }
  }

  /** Settles all outcomes; for whoever has the turn, as what follows. */
  void settleAll() {
    for (Runnable outcome = outcomes.peek(); outcome != null; outcome = outcomes.peek()) {
      try {
        outcome.run();
      } catch (Throwable e) {
        // Tried again with the next turn, behind the others.
        outcomes.add(outcome);
        outcomes.remove();
        throw e;
      }
      outcomes.remove();
    }
  }

  /** Settles an outcome unless others come before it. */
  boolean settleFirst(Runnable outcome) {
    if (outcomes.peek() != outcome) {
      return false;
    }
    outcome.run();
    outcomes.remove();
    return true;
  }

  boolean hasOutcomes() {
    return !outcomes.isEmpty();
  }

  /** Nothing is done any more. */
  void close() {
    closed = true;
  }

  private boolean isDone(BooleanSupplier here) {
    try {
      return here.getAsBoolean();
    } catch (Throwable e) {
      log.debug("integration '{}': not settled here; a turn does it", integration, e);
      return false;
    }
  }

  private void turn() {
    int seen = asked.get();
    work.run();
    if (asked.addAndGet(-seen) != 0) {
      submit();
    }
  }

  private void submit() {
    try {
      executor.execute(this::turn);
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping; delivery ends", integration);
    } catch (Throwable e) {
      // No thread for the moment. The spool says only once that it can be read.
      asked.set(0);
      log.error("integration '{}': delivery finds no thread; it goes on", integration, e);
      later.run();
    }
  }
}
