package io.integrationhost.host.delivery;

import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.delivery.Batch.Progress;
import io.integrationhost.remote.LinkException.LostAnswer;
import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.spool.ReadingLog;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries records from the spool over the link. Several batches are in flight; the spool is trimmed
 * only by answers; what a lost session left unanswered is sent again, and nothing else.
 *
 * <p>A refused batch makes the delivery careful: one batch at a time. Rate limits are waited out
 * with ever smaller batches, since the server keeps what it took of a batch (facts 2.4). Any other
 * refusal divides the batch until one reading is alone, which becomes one of the {@link Suspects}.
 * While nothing passes it is {@link ServerTrouble}. What ends sessions is found by {@link Cuts}.
 *
 * <p>The work runs on one thread at a time of the given executor; where nothing but a good answer
 * has to be noted, on the thread that brings it. Any thread may call.
 */
public final class Deliverer {

  private static final Logger log = LoggerFactory.getLogger(Deliverer.class);

  /** So many messages of others go before a suspect has its turn. */
  private static final int OTHERS_FIRST = 4;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration WARNING_PERIOD = Duration.ofSeconds(10);

  private final String integration;
  private final ReadingLog spool;
  private final UplinkSender link;
  private final BatchSettings settings;
  private final DeliveryCounters counters;
  private final LongSupplier nanoTime;
  private final Alarm alarm;
  private final Turns turns;

  private final Backlog backlog = new Backlog();
  private final AttributeOrder order = new AttributeOrder();
  private final Suspects suspects;
  private final ServerTrouble trouble;
  private final Cuts cuts = new Cuts();
  private final Preparation preparation;
  private final SpoolReading reading;
  private final Random random = new Random();
  private volatile Optional<String> problem = Optional.empty();
  private int maxRecords;
  private int inFlight;
  private boolean cuttingInFlight;
  private boolean careful;
  private int sinceLastTry;

  /** Whether all was sent at the end of the last turn: the spool tells of what comes next. */
  private boolean sentAll;

  public Deliverer(
      String integration,
      ReadingLog spool,
      UplinkSender link,
      BatchSettings settings,
      Refusals refusals,
      DeliveryCounters counters,
      ScheduledExecutorService executor,
      LongSupplier nanoTime) {
    this.integration = integration;
    this.spool = spool;
    this.link = link;
    this.settings = settings;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.alarm = new Alarm(integration, executor, nanoTime, this::wake);
    this.turns =
        new Turns(integration, executor, this::work, () -> alarm.in(AFTER_FAILURE.toNanos()));
    RateLimitedLog warnings = new RateLimitedLog(nanoTime, WARNING_PERIOD);
    this.suspects = new Suspects(integration, refusals, order, counters, warnings, turns::settle);
    this.trouble = new ServerTrouble(refusals.rules());
    this.maxRecords = settings.maxRecords();
    this.preparation = new Preparation(backlog, suspects, order, counters);
    this.reading =
        new SpoolReading(
            integration, spool, backlog, settings, counters, warnings, executor, this::wake);
  }

  /** Something changed: records are readable, the link is writable, or an answer came. */
  public void wake() {
    turns.ask();
  }

  /** Ends the delivery; what is stored or set aside is left to the next start. */
  public void close() {
    turns.close();
  }

  /** What keeps readings from arriving although ThingsBoard is connected, for people. */
  public Optional<String> problem() {
    return problem;
  }

  /** Whether readings wait for room among the dead letters. */
  public boolean waitsForLetters() {
    return suspects.waitsForLetters();
  }

  private void work() {
    sentAll = false;
    try {
      long now = nanoTime.getAsLong();
      suspects.load(now);
      trouble.timeIs(now);
      alarm.passed(now);
      turns.settleAll();
      suspects.tryDisk(now);
      backlog.addFirst(suspects.held().takeReleased(now));
      backlog.trim().ifPresent(this::trim);
      sendWhatCanBeSent();
      suspects.nextTime().ifPresent(alarm::at);
      problem = suspects.problem().or(trouble::problem);
    } catch (Throwable e) {
      goOn(e);
    }
  }

  private void trim(long end) {
    spool.trimTo(end);
    order.trimmed(end);
    suspects.earlier().trimmed(end);
  }

  /**
   * Whatever telling of it, or the timer, throws: without memory for them the next wake goes on.
   */
  private void goOn(Throwable failure) {
    try {
      alarm.in(AFTER_FAILURE.toNanos());
      log.error("integration '{}': delivery failed; it goes on", integration, failure);
    } catch (Throwable again) {
      // Nothing is left to say it with.
      log.trace("again", again);
    }
  }

  private void answered(Batch batch, Optional<UplinkAnswer> answer, Optional<Throwable> failure) {
    Runnable outcome = () -> settle(batch, answer, failure);
    turns.settle(outcome, () -> answer.isPresent() && isNotedHere(answer.get(), outcome));
  }

  /** Waits for no disk and sends nothing: it may be a thread of the network. */
  private boolean isNotedHere(UplinkAnswer answer, Runnable outcome) {
    if (!(answer instanceof UplinkAnswer.Accepted)
        || !sentAll
        || careful
        || suspects.size() > 0
        || !trouble.isOver()
        || !turns.settleFirst(outcome)) {
      return false;
    }
    backlog.trim().ifPresent(this::trim);
    return true;
  }

  private void settle(Batch batch, Optional<UplinkAnswer> answer, Optional<Throwable> failure) {
    if (!batch.is(Progress.IN_FLIGHT)) {
      return;
    }
    long now = nanoTime.getAsLong();
    inFlight--;
    batch.suspect().ifPresent(Suspect::ended);
    cuttingInFlight &= batch.suspect().isEmpty();
    batch.moveTo(Progress.WAITING);
    if (answer.isEmpty()) {
      unanswered(batch, failure, now);
    } else if (answer.get() instanceof UplinkAnswer.Refused refusal) {
      counters.refused();
      batch.wasRefused();
      if (refusal.isRateLimit()) {
        rateLimited(batch, refusal.error(), now);
      } else {
        refused(batch, refusal.error(), false, now);
      }
    } else {
      passed(batch, now);
    }
  }

  private void passed(Batch batch, long now) {
    counters.delivered(batch.records(), System.currentTimeMillis());
    cuts.passed(batch);
    maxRecords = Math.min(settings.maxRecords(), maxRecords * 2);
    if (batch.suspect().isPresent()) {
      suspects.passed(batch.suspect().get(), now);
    } else {
      batch.moveTo(Progress.DONE);
      batch.records().forEach(order::accepted);
      suspects.othersPassed(now, Optional.empty());
    }
    if (trouble.passed()) {
      backlog.join(settings.maxRecords(), settings.maxBytes());
      suspects.tryAllSoon(now);
    }
  }

  private void unanswered(Batch batch, Optional<Throwable> failure, long now) {
    boolean lost = failure.isPresent() && failure.get() instanceof LostAnswer;
    if (!lost) {
      batch.suspect().ifPresent(suspect -> suspects.undecided(suspect, false, now));
      return;
    }
    order.watch(backlog.sent());
    String text = String.valueOf(failure.get().getMessage());
    Cuts.Verdict verdict = cuts.lost(batch);
    if (verdict == Cuts.Verdict.TO_BLAME) {
      refused(batch, text, true, now);
      return;
    }
    careful |= verdict == Cuts.Verdict.TO_BE_SENT_ALONE;
    batch.suspect().ifPresent(suspect -> suspects.undecided(suspect, false, now));
  }

  private void refused(Batch batch, String error, boolean cut, long now) {
    boolean enough = trouble.refused(error, batch.suspect().isPresent() && suspects.othersPass());
    if (batch.suspect().isPresent()) {
      boolean isAlone = reading.foundNothing() && backlog.isEmpty() && suspects.size() == 1;
      suspects.refused(batch.suspect().get(), error, cut, isAlone, now);
    } else {
      careful = true;
      if (batch.size() > 1 || !suspects.isFull()) {
        suspects.othersRefused();
      }
      order.watch(backlog.sent());
      if (batch.size() > 1) {
        backlog.replace(batch, batch.divided(cut, batch.size() / 2));
      } else if (!suspects.isFull()) {
        accuse(batch, error, cut, now);
      }
    }
    if (enough) {
      var unused = rest(error, now);
    }
  }

  private void accuse(Batch batch, String error, boolean cut, long now) {
    OutgoingRecord outgoing = batch.records().get(0);
    if (!order.strip(outgoing)) {
      batch.moveTo(Progress.DONE);
      counters.delivered(1);
      return;
    }
    batch.moveTo(Progress.ASIDE);
    try {
      suspects.accuse(outgoing, error, cut, now, () -> batch.moveTo(Progress.DONE));
    } catch (Throwable e) {
      batch.moveTo(Progress.WAITING);
      throw e;
    }
  }

  private void rateLimited(Batch batch, String error, long now) {
    if (batch.suspect().isPresent()) {
      suspects.undecided(batch.suspect().get(), true, now);
    } else {
      careful = true;
      order.watch(backlog.sent());
      if (batch.size() > 1) {
        maxRecords = Math.max(1, batch.size() / 2);
        backlog.replace(batch, batch.divided(batch.isCutting(), batch.size() / 2));
      }
    }
    counters.limited(rest(error, now).toNanos());
  }

  /** How long nothing is sent from now on; zero when that has begun before. */
  private Duration rest(String error, long now) {
    if (trouble.isLeftAlone()) {
      return Duration.ZERO;
    }
    Duration wait = trouble.rest();
    log.warn(
        "integration '{}': ThingsBoard answers \"{}\"; waiting {} s before trying again",
        integration,
        error,
        Math.max(1, wait.toSeconds()));
    restFor(wait, now);
    return wait;
  }

  private void restFor(Duration wait, long now) {
    trouble.leaveAlone(wait, now);
    alarm.in(wait.toNanos());
  }

  private void sendWhatCanBeSent() {
    while (!trouble.isLeftAlone()
        && link.isWritable()
        && !cuttingInFlight
        && !(careful && inFlight > 0)) {
      // What was not sent after all, or was refused, comes before what follows it.
      if (turns.hasOutcomes()) {
        return;
      }
      Optional<Batch> next = next(nanoTime.getAsLong());
      if (next.isEmpty()) {
        sentAll = reading.foundNothing();
        return;
      }
      send(next.get());
    }
  }

  private Optional<Batch> next(long now) {
    Optional<Suspect> due = suspects.due(now);
    if (due.isPresent() && due.get().isCutting() && inFlight > 0) {
      // A session that it ends must not be blamed on others: they are waited for.
      return Optional.empty();
    }
    Optional<Batch> batch = Optional.empty();
    if (due.isEmpty() || sinceLastTry < OTHERS_FIRST) {
      batch = nextOfBacklog(now);
    }
    if (batch.isPresent() || due.isEmpty()) {
      sinceLastTry++;
      return batch;
    }
    sinceLastTry = 0;
    cuttingInFlight = due.get().isCutting();
    return Optional.of(due.get().attempt());
  }

  private Optional<Batch> nextOfBacklog(long now) {
    while (true) {
      // What is refused now cannot be set aside: only another one can tell that the server is well.
      boolean full = suspects.isFull();
      if (full) {
        var unused = reading.read(maxRecords, now);
      }
      Optional<Batch> waiting =
          full || trouble.looksElsewhere() ? backlog.probe(random) : backlog.firstWaiting();
      if (waiting.isEmpty()) {
        careful &= inFlight > 0;
        order.rest();
        waiting = reading.read(maxRecords, now);
      }
      if (waiting.isEmpty() || preparation.prepare(waiting.get(), now)) {
        return waiting;
      }
      waiting.get().moveTo(Progress.DONE);
      backlog.trim().ifPresent(this::trim);
    }
  }

  private void send(Batch batch) {
    if (batch.suspect().isEmpty()) {
      // First, since it may fail for want of memory: then nothing has left.
      batch.records().forEach(order::sent);
    }
    batch.moveTo(Progress.IN_FLIGHT);
    inFlight++;
    cuts.sent(careful && inFlight == 1);
    if (batch.isRepeated()) {
      counters.resent(batch.size(), batch.isAfterRefusal());
    }
    var unused =
        handOver(batch)
            .whenComplete(
                (answer, failure) ->
                    answered(batch, Optional.ofNullable(answer), Optional.ofNullable(failure)));
  }

  private CompletionStage<UplinkAnswer> handOver(Batch batch) {
    try {
      return link.send(batch.toSend());
    } catch (IllegalArgumentException e) {
      // What cannot be sent is treated as what is refused: otherwise it would block the rest.
      return CompletableFuture.completedFuture(
          new UplinkAnswer.Refused(String.valueOf(e.getMessage())));
    } catch (Throwable e) {
      log.error("integration '{}': a message cannot be sent now; it is kept", integration, e);
      restFor(AFTER_FAILURE, nanoTime.getAsLong());
      return CompletableFuture.failedFuture(e);
    }
  }
}
