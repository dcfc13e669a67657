package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.Batch.Progress;
import io.integrationhost.host.settings.BatchSettings;
import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.spool.Entry;
import io.integrationhost.spool.Spool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries records from the spool over the link. Several batches are in flight; the spool is trimmed
 * only by answers; what a lost session left unanswered is sent again, and nothing else.
 *
 * <p>A refused batch makes the delivery careful: one batch at a time, in order. Rate limits are
 * waited out with ever smaller batches, since the server keeps what it took of a batch before it
 * refused the rest (facts 2.4); any other refusal divides the batch until the bad item is alone.
 *
 * <p>The work runs on one thread at a time of the given executor; {@link #wake} may be called from
 * any thread and never blocks.
 */
public final class Deliverer {

  private static final Logger log = LoggerFactory.getLogger(Deliverer.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Between messages that are not full; a message that follows none so closely leaves at once. */
  private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final String integration;
  private final Spool spool;
  private final UplinkSender link;
  private final BatchSettings settings;
  private final RefusedItems refusedItems;
  private final DeliveryCounters counters;
  private final ScheduledExecutorService executor;

  private final AtomicInteger wakeUps = new AtomicInteger();
  private final AtomicBoolean rested = new AtomicBoolean();
  private final AtomicBoolean waitingForMore = new AtomicBoolean();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

  private final Backlog backlog = new Backlog();
  private int maxRecords;
  private boolean careful;
  private boolean resting;
  private boolean lastWasFull = true;
  private long lastRead;
  private Duration nextWait = FIRST_WAIT;

  public Deliverer(
      String integration,
      Spool spool,
      UplinkSender link,
      BatchSettings settings,
      RefusedItems refusedItems,
      DeliveryCounters counters,
      ScheduledExecutorService executor) {
    this.integration = integration;
    this.spool = spool;
    this.link = link;
    this.settings = settings;
    this.refusedItems = refusedItems;
    this.counters = counters;
    this.executor = executor;
    this.maxRecords = settings.maxRecords();
  }

  /** Something changed: records are readable, the link is writable, or an answer came. */
  public void wake() {
    if (wakeUps.getAndIncrement() == 0) {
      try {
        executor.execute(this::work);
      } catch (RejectedExecutionException e) {
        log.debug("integration '{}': the host is stopping; delivery ends", integration);
      }
    }
  }

  private void work() {
    int seen;
    do {
      seen = wakeUps.get();
      try {
        resting = resting && !rested.getAndSet(false);
        settleAnswers();
        backlog.trim().ifPresent(spool::trimTo);
        sendWhatCanBeSent();
      } catch (RuntimeException e) {
        log.error("integration '{}': delivery failed; it goes on", integration, e);
      }
    } while (wakeUps.addAndGet(-seen) != 0);
  }

  private void settleAnswers() {
    for (Outcome outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
      if (outcome instanceof Answer answer) {
        settle(answer.batch(), answer.answer());
      } else if (outcome instanceof SetAside letter) {
        letter.batch().moveTo(Progress.DONE);
        counters.deadLetter();
      }
    }
  }

  private void settleSoon(Outcome outcome) {
    outcomes.add(outcome);
    wake();
  }

  private void settle(Batch batch, Optional<UplinkAnswer> answer) {
    if (answer.isEmpty()) {
      batch.moveTo(Progress.WAITING);
    } else if (answer.get() instanceof UplinkAnswer.Refused refused) {
      counters.refused();
      refused(batch, refused.error());
    } else {
      batch.moveTo(Progress.DONE);
      counters.delivered(batch.size());
      nextWait = FIRST_WAIT;
      maxRecords = Math.min(settings.maxRecords(), maxRecords * 2);
    }
  }

  private void refused(Batch batch, String error) {
    careful = true;
    boolean rateLimited = error.contains("rate limits reached");
    if (rateLimited) {
      rest(error);
    }
    if (batch.size() > 1) {
      maxRecords = rateLimited ? Math.max(1, batch.size() / 2) : maxRecords;
      backlog.split(batch);
    } else if (rateLimited) {
      batch.moveTo(Progress.WAITING);
    } else {
      var unused =
          refusedItems
              .refused(batch.only(), error)
              .whenComplete((done, failure) -> settleSoon(new SetAside(batch)));
    }
  }

  private void rest(String error) {
    if (resting) {
      return;
    }
    resting = true;
    log.warn(
        "integration '{}': ThingsBoard answers \"{}\"; waiting {} s before trying again",
        integration,
        error,
        nextWait.toSeconds());
    var unused = executor.schedule(this::wakeRested, nextWait.toMillis(), TimeUnit.MILLISECONDS);
    nextWait = nextWait.multipliedBy(2);
    if (nextWait.compareTo(LONGEST_WAIT) > 0) {
      nextWait = LONGEST_WAIT;
    }
  }

  private void wakeRested() {
    rested.set(true);
    wake();
  }

  private void sendWhatCanBeSent() {
    while (!resting && link.isWritable() && !(careful && backlog.hasInFlight())) {
      Optional<Batch> waiting = backlog.firstWaiting();
      careful = careful && waiting.isPresent();
      Optional<Batch> next = waiting.or(this::read);
      if (next.isEmpty() || !outcomes.isEmpty()) {
        // What was not sent after all, or was refused, comes before what follows it.
        return;
      }
      send(next.get());
    }
  }

  private Optional<Batch> read() {
    long now = System.nanoTime();
    long early = lastWasFull ? 0 : lastRead + SPACING_NANOS - now;
    if (early > 0) {
      readLater(early);
      return Optional.empty();
    }
    List<Entry> entries = spool.read(maxRecords, settings.maxBytes());
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    lastRead = now;
    lastWasFull = entries.size() == maxRecords;
    Batch batch = new Batch(entries);
    backlog.add(batch);
    return Optional.of(batch);
  }

  private void readLater(long nanos) {
    if (waitingForMore.compareAndSet(false, true)) {
      var unused = executor.schedule(this::readNow, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void readNow() {
    waitingForMore.set(false);
    wake();
  }

  private void send(Batch batch) {
    batch.moveTo(Progress.IN_FLIGHT);
    if (batch.isRepeated()) {
      counters.resent(batch.size());
    }
    var unused =
        handOver(batch)
            .whenComplete(
                (answer, failure) -> settleSoon(new Answer(batch, Optional.ofNullable(answer))));
  }

  private CompletionStage<UplinkAnswer> handOver(Batch batch) {
    try {
      return link.send(batch.items());
    } catch (IllegalArgumentException e) {
      // What cannot be sent is treated as what is refused: otherwise it would block the rest.
      return CompletableFuture.completedFuture(
          new UplinkAnswer.Refused(String.valueOf(e.getMessage())));
    }
  }

  /** What became of a batch. */
  private sealed interface Outcome {}

  /** Without an answer the session ended before it. */
  private record Answer(Batch batch, Optional<UplinkAnswer> answer) implements Outcome {}

  /** A refused item is where refused items go. */
  private record SetAside(Batch batch) implements Outcome {}
}
