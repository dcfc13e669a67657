package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.process.Answer;
import io.integrationhost.converter.process.Order;
import io.integrationhost.converter.process.ScriptProcess;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** From the start of one process to its end: the calls that it has not answered. Thread safe. */
final class ProcessSession {

  /** What became of a call. */
  sealed interface Outcome {}

  /** It was answered. */
  record Answered(Answer.OfCall answer) implements Outcome {}

  /**
   * The process ended before.
   *
   * @param guilty whether it was ended because of this call, or while it ran nothing else
   * @param killed whether it was ended from here
   * @param how for people
   */
  record Ended(boolean guilty, boolean killed, String how) implements Outcome {}

  /** A call may wait over there while as many others run, each for as long as it may. */
  private static final int MOST_TURNS = ProcessCrew.CALLS_PER_THREAD;

  private static final long STOOD_STILL_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long LONGEST_START = TimeUnit.SECONDS.toNanos(60);

  private final ScriptProcess process;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicInteger realms = new AtomicInteger();
  private final long startedAt = System.nanoTime();
  private volatile long lastAnswer = startedAt;
  private long lookedAt = startedAt;
  private volatile boolean ready;
  private volatile boolean over;
  private volatile boolean condemned;

  private static final class Pending {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile long sentAt = System.nanoTime();
    private final long patience;
    private volatile boolean guilty;

    Pending(long patience) {
      this.patience = patience;
    }

    /** Whether it should have been answered, given when another one was last. */
    boolean isLate(long now, long lastAnswer) {
      long waited = now - sentAt;
      return Math.min(waited, now - lastAnswer) > patience || waited > MOST_TURNS * patience;
    }
  }

  ProcessSession(ScriptProcess process) {
    this.process = process;
  }

  boolean isReady() {
    return ready && !over;
  }

  /** Whether another call makes sense: it has begun and nobody has ended it. */
  boolean isUsable() {
    return isReady() && !condemned;
  }

  boolean isOver() {
    return over;
  }

  boolean isBusy() {
    return !pending.isEmpty();
  }

  long ageNanos() {
    return System.nanoTime() - startedAt;
  }

  boolean is(ScriptProcess other) {
    return process == other;
  }

  long pid() {
    return process.pid();
  }

  int newRealm() {
    return realms.incrementAndGet();
  }

  void send(Order order) {
    try {
      process.send(order);
    } catch (IOException e) {
      // That it ended is told by whoever reads its answers.
      return;
    }
  }

  /**
   * Has a script run and waits for what becomes of it.
   *
   * @param patienceNanos when none was answered for so long, the process is ended
   */
  Outcome call(int realm, Order.Limits limits, Order.Arguments arguments, long patienceNanos) {
    long id = calls.incrementAndGet();
    Pending call = new Pending(patienceNanos);
    pending.put(id, call);
    try {
      if (over) {
        return new Ended(false, true, "it ended before the call");
      }
      send(new Order.Call(id, realm, limits, arguments));
      return call.outcome.join();
    } finally {
      pending.remove(id);
    }
  }

  void nowReady() {
    ready = true;
  }

  /**
   * @throws IllegalArgumentException when nobody waits for such an answer
   */
  void answered(Answer.OfCall answer) {
    if (answer instanceof Answer.Failure failure) {
      Kind.valueOf(failure.kind());
    }
    lastAnswer = System.nanoTime();
    Pending call = pending.get(answer.id());
    if (call == null || !call.outcome.complete(new Answered(answer))) {
      throw new IllegalArgumentException("nobody waits for an answer to call " + answer.id());
    }
  }

  /** Ends a process whose answer is late. Called by one thread, several times a second. */
  void look(long now) {
    long still = now - lookedAt;
    lookedAt = now;
    if (still > STOOD_STILL_NANOS) {
      // The machine stood still, not the script.
      lastAnswer = now;
      pending.values().forEach(call -> call.sentAt = Math.min(now, call.sentAt + still));
      return;
    }
    Optional<Pending> oldest =
        pending.values().stream()
            .filter(call -> !call.outcome.isDone())
            .max(Comparator.comparingLong(call -> now - call.sentAt));
    if (oldest.isPresent() && oldest.get().isLate(now, lastAnswer)) {
      oldest.get().guilty = true;
      kill("a call was not answered in time");
    }
    if (!ready && ageNanos() > LONGEST_START) {
      kill("it did not begin within 60 s");
    }
  }

  void kill(String why) {
    condemned = true;
    process.kill(why);
  }

  /** Has it end by itself; for one that runs nothing. */
  void finish() {
    process.finish();
  }

  /** The process has ended: nobody waits any longer. */
  void ended(String how, boolean killed) {
    over = true;
    boolean alone = pending.values().stream().filter(call -> !call.outcome.isDone()).count() == 1;
    for (Pending call : pending.values()) {
      call.outcome.complete(new Ended(killed ? call.guilty : alone, killed, how));
    }
  }
}
