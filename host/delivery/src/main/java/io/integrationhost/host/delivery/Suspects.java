package io.integrationhost.host.delivery;

import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.delivery.AsideFiles.Aside;
import io.integrationhost.host.delivery.SuspectStore.Kept;
import io.integrationhost.spool.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readings that were refused alone and are tried again beside all others, until they pass or
 * are found to be the cause themselves. While attributes of an entity are among them, its further
 * attributes wait behind. Confined to the thread that delivers; what stages bring is handed to
 * {@code later}, which brings it there.
 */
final class Suspects {

  private static final Logger log = LoggerFactory.getLogger(Suspects.class);

  /** Messages under way at a time: others need the link as well. */
  private static final int AT_A_TIME = 4;

  /** Files of attributes that wait, at most. */
  private static final int MOST_WAITING = 20_000;

  private final String integration;
  private final Refusals refusals;
  private final AttributeOrder order;
  private final DeliveryCounters counters;
  private final RateLimitedLog warnings;
  private final Consumer<Runnable> later;
  private final AsideFiles files;
  private final Set<Suspect> suspects = new LinkedHashSet<>();
  private final HeldEntities held;
  private final EarlierRun earlier;
  private final List<Suspect> toBeConfirmed = new ArrayList<>();
  private boolean loaded;
  private boolean othersPass;
  private long othersPassedAt;
  private volatile Optional<String> letterProblem = Optional.empty();

  Suspects(
      String integration,
      Refusals refusals,
      AttributeOrder order,
      DeliveryCounters counters,
      RateLimitedLog warnings,
      Consumer<Runnable> later) {
    this.integration = integration;
    this.refusals = refusals;
    this.order = order;
    this.counters = counters;
    this.warnings = warnings;
    this.later = later;
    this.files =
        new AsideFiles(
            refusals.suspects(), refusals.rules(), later, text -> warn("set aside", text));
    this.held = new HeldEntities(order, files, later);
    this.earlier = new EarlierRun(order);
  }

  /** Takes over what an earlier run left; called before anything is sent. */
  void load(long now) {
    if (loaded) {
      return;
    }
    List<Kept> all = refusals.suspects().load();
    loaded = true;
    all.forEach(earlier::add);
    for (Kept kept : all) {
      if (kept.accused()) {
        OutgoingRecord outgoing = new OutgoingRecord(kept.records().get(0));
        add(new Suspect(outgoing, kept, heldBy(kept), now), files.known(kept));
      }
    }
    for (Kept kept : all) {
      if (!kept.accused()) {
        held.putBehind(
            files.known(kept), kept.records().stream().map(OutgoingRecord::new).toList());
      }
    }
    if (!suspects.isEmpty()) {
      log.info(
          "integration '{}': {} readings that ThingsBoard refused before are tried again",
          integration,
          suspects.size());
    }
  }

  int size() {
    return suspects.size();
  }

  /** Whether no more can be set aside. */
  boolean isFull() {
    RefusalRules rules = refusals.rules();
    return suspects.size() >= rules.maxSuspects()
        || held.waiting() >= MOST_WAITING
        || (files.bytes() >= rules.maxBytes() && !suspects.isEmpty());
  }

  /** Whether the last answer to others was a good one. */
  boolean othersPass() {
    return othersPass;
  }

  /** What an earlier run set aside and the spool may give once more. */
  EarlierRun earlier() {
    return earlier;
  }

  /**
   * Sets a reading aside that was refused alone.
   *
   * @param whenSafe runs when it is written; only then it may leave the spool
   */
  void accuse(
      OutgoingRecord outgoing, String reason, boolean cutting, long now, Runnable whenSafe) {
    Kept kept =
        new Kept(
            SuspectStore.Id.of(outgoing.position(), outgoing.original()),
            true,
            reason,
            cutting,
            List.of(
                new StoredRecord(
                    outgoing.position(), outgoing.record(), outgoing.stored().appendedAt())),
            older(outgoing));
    Suspect suspect = new Suspect(outgoing, kept, heldBy(kept), now);
    add(suspect, files.keep(kept, now, whenSafe));
    suspect.tryAt(now + refusals.rules().beforeNextTry(0, suspects.size()).toNanos());
    warn(
        "suspect",
        "ThingsBoard "
            + (cutting ? "ends the connection at" : "refuses")
            + " a reading alone: \""
            + reason
            + "\"; it is set aside and tried again ("
            + suspects.size()
            + " are set aside now)");
  }

  /**
   * Puts attributes behind a suspect of their entity.
   *
   * @param whenSafe runs when they are written
   */
  void follow(Suspect holder, List<OutgoingRecord> attributes, long now, Runnable whenSafe) {
    OutgoingRecord first = attributes.get(0);
    SuspectStore.Id id = SuspectStore.Id.of(first.position(), first.record());
    List<StoredRecord> records = attributes.stream().map(OutgoingRecord::stored).toList();
    // Not the same as when it is refused alone itself.
    Kept kept =
        Kept.waiting(files.free(new SuspectStore.Id(id.position(), ~id.checksum())), records);
    held.putBehind(holder, files.keep(kept, now, whenSafe), attributes);
  }

  /** The entities whose attributes wait. */
  HeldEntities held() {
    return held;
  }

  /** A suspect to be tried now, unless enough are under way. */
  Optional<Suspect> due(long now) {
    if (suspects.isEmpty() || inFlight() >= AT_A_TIME) {
      return Optional.empty();
    }
    return suspects.stream()
        .filter(suspect -> suspect.isDue(now) && held.hasTurn(suspect))
        .findFirst();
  }

  /** When there is something to do again without an event. */
  OptionalLong nextTime() {
    OptionalLong next = files.nextTime();
    for (Suspect suspect : suspects) {
      boolean waits =
          (suspect.canBeTried() && held.hasTurn(suspect))
              || (suspect.isCondemned() && !suspect.isFiling());
      if (waits && (next.isEmpty() || suspect.nextTry() - next.getAsLong() < 0)) {
        next = OptionalLong.of(suspect.nextTry());
      }
    }
    return next;
  }

  /** Writes and files again what failed before. */
  void tryDisk(long now) {
    files.retry(now);
    for (Suspect suspect : List.copyOf(suspects)) {
      if (suspect.isCondemned()
          && !suspect.isFiling()
          && !suspect.isInFlight()
          && now - suspect.nextTry() >= 0) {
        file(suspect, now);
      }
    }
  }

  /** ThingsBoard took the suspect. */
  void passed(Suspect suspect, long now) {
    suspect.ended();
    suspect.settle();
    files.remove(suspect.file(), now, () -> over(suspect));
    othersPassed(now, Optional.of(suspect));
  }

  /** The try says nothing: a rate limit, or the session ended for other reasons. */
  void undecided(Suspect suspect, boolean limited, long now) {
    suspect.ended();
    if (limited) {
      suspect.tryAt(now + refusals.rules().beforeNextTry(0, suspects.size()).toNanos());
    }
  }

  /**
   * ThingsBoard refused the suspect again.
   *
   * @param alone whether there is nothing else to send
   */
  void refused(Suspect suspect, String reason, boolean cut, boolean alone, long now) {
    RefusalRules rules = refusals.rules();
    boolean fresh = othersPass && now - othersPassedAt <= rules.fresh().toNanos();
    suspect.ended();
    if (!suspect.refused(reason, cut, fresh)) {
      suspect.tryAt(now);
      return;
    }
    suspect.tryAt(now + rules.beforeNextTry(suspect.attempts(), suspects.size()).toNanos());
    if (suspect.passedBefore() && !toBeConfirmed.contains(suspect)) {
      toBeConfirmed.add(suspect);
    }
    if (!alone) {
      suspect.notAlone();
    } else if (!fresh && suspect.countLoneTry(rules, now)) {
      condemn(suspect, now);
    }
  }

  /**
   * Something was accepted.
   *
   * @param who the suspect that it was
   */
  void othersPassed(long now, Optional<Suspect> who) {
    othersPass = true;
    othersPassedAt = now;
    for (Suspect suspect : List.copyOf(toBeConfirmed)) {
      if (who.isPresent() && who.get() == suspect) {
        toBeConfirmed.remove(suspect);
      } else if (!suspect.isInFlight()) {
        toBeConfirmed.remove(suspect);
        if (!suspect.isCondemned()
            && !suspect.isSettled()
            && suspect.countTry(refusals.rules(), now)) {
          condemn(suspect, now);
        }
      }
    }
  }

  /** Something else was refused, so the server was not well around the last tries. */
  void othersRefused() {
    othersPass = false;
    toBeConfirmed.clear();
  }

  /** The server is well again: nothing waits any longer for its turn. */
  void tryAllSoon(long now) {
    suspects.forEach(suspect -> suspect.tryNoLaterThan(now));
  }

  private void condemn(Suspect suspect, long now) {
    suspect.condemn();
    suspect.tryAt(now);
    file(suspect, now);
  }

  private void file(Suspect suspect, long now) {
    suspect.filing(true);
    var unused =
        AsideFiles.stage(
                () -> refusals.letters().refused(suspect.outgoing().record(), suspect.reason()))
            .whenComplete(
                (done, failure) ->
                    later.accept(() -> filed(suspect, Optional.ofNullable(failure), now)));
  }

  private void filed(Suspect suspect, Optional<Throwable> failure, long begun) {
    if (!suspect.isFiling()) {
      return;
    }
    if (failure.isPresent()) {
      letterProblem = Optional.of(AsideFiles.text(failure.get()));
      suspect.tryAt(begun + refusals.rules().longestWait().toNanos());
      suspect.filing(false);
      warn(
          "letter",
          "a reading that ThingsBoard refuses for good cannot be kept as a dead letter and stays"
              + " set aside: "
              + letterProblem.get());
      return;
    }
    letterProblem = Optional.empty();
    suspect.settle();
    Optional<byte[]> record = older(suspect.outgoing()).or(suspect::older);
    if (record.isEmpty()) {
      files.remove(suspect.file(), begun, () -> over(suspect));
    } else {
      leaveOlder(suspect, record.get(), begun);
    }
    counters.deadLetter();
    suspect.filing(false);
  }

  private void leaveOlder(Suspect suspect, byte[] record, long begun) {
    StoredRecord older = new StoredRecord(suspect.outgoing().position(), record);
    files.replace(
        suspect.file(),
        Kept.waiting(suspect.file().id(), List.of(older)),
        begun,
        () -> {
          held.putFirst(suspect, suspect.file(), new OutgoingRecord(older));
          over(suspect);
        });
  }

  private void over(Suspect suspect) {
    if (suspects.remove(suspect)) {
      held.over(suspect);
    }
  }

  /** Whether readings that are refused for good find no room among the dead letters. Any thread. */
  boolean waitsForLetters() {
    return letterProblem.isPresent();
  }

  /** What keeps suspects from their end, for people. */
  Optional<String> problem() {
    if (letterProblem.isPresent()) {
      return letterProblem.map("readings refused for good cannot become dead letters: "::concat);
    }
    if (files.problem().isPresent()) {
      return files.problem();
    }
    return isFull()
        ? Optional.of(
            "as many readings as can be are set aside because ThingsBoard refuses them, so the"
                + " others wait; the reason of the oldest is \""
                + suspects.iterator().next().reason()
                + "\"")
        : Optional.empty();
  }

  private void warn(String kind, String text) {
    warnings.warn(log, kind, "integration '" + integration + "': " + text);
  }

  private void add(Suspect suspect, Aside file) {
    suspect.file(file);
    suspects.add(suspect);
    held.add(suspect);
  }

  private Optional<byte[]> older(OutgoingRecord outgoing) {
    return outgoing.older().isEmpty()
        ? Optional.empty()
        : Optional.of(order.withAttributes(outgoing.record(), outgoing.older()));
  }

  private Optional<AttributeOrder.Entity> heldBy(Kept kept) {
    return order
        .attributed(kept.records().get(0).record())
        .or(() -> kept.older().flatMap(order::attributed));
  }

  private int inFlight() {
    return (int) suspects.stream().filter(Suspect::isInFlight).count();
  }
}
