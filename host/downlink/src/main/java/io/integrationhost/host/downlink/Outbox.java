package io.integrationhost.host.downlink;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sends converted downlinks: one at a time per device, in order, and lets those wait that cannot be
 * sent now. A downlink that waits is in a file until its transport has taken it. Confined to the
 * control thread.
 */
final class Outbox {

  /** What may wait behind a downlink that is being sent where none may wait for a device. */
  private static final int MOST_PASSING = 100;

  /**
   * A transport may learn of a device a little after the host: with the receipt. Only when these
   * tries have failed too, the transport counts as refusing a device that was heard.
   */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(100), Duration.ofMillis(400));

  private static final int TRIED_PER_CHECK = 100;

  private final DownlinkRoute route;
  private final WaitingFiles files;
  private final AwaitedDevices awaited;
  private final Reports reports;
  private final DownlinkCounters counters;
  private final ScheduledExecutorService control;
  private final Clock clock;

  private final WaitingPlace place = new WaitingPlace();
  private final LongWait longWait = new LongWait();

  /** By device, whether what is being sent has waited before. */
  private final Map<String, Boolean> sending = new HashMap<>();

  private final Map<String, Integer> triesSinceHeard = new HashMap<>();
  private final Rests rests;

  private WaitingLimits limits = WaitingLimits.defaults();
  private boolean open;
  private String lastTried = "";

  Outbox(
      DownlinkRoute route,
      WaitingFiles files,
      AwaitedDevices awaited,
      Reports reports,
      DownlinkCounters counters,
      ScheduledExecutorService control,
      Clock clock) {
    this.route = route;
    this.files = files;
    this.awaited = awaited;
    this.reports = reports;
    this.counters = counters;
    this.control = control;
    this.clock = clock;
    this.rests = new Rests(control, this::rested);
  }

  /** Takes over what waited before this start. */
  void recovered(List<WaitingDownlink> found) {
    found.forEach(this::place);
  }

  /** Whether anything is sent; what waits goes on waiting. */
  void open(boolean wanted) {
    open = wanted;
  }

  void limits(WaitingLimits wanted) {
    limits = wanted;
    makeRoom();
  }

  /** Takes a converted downlink. */
  void accept(WaitingDownlink fresh) {
    String device = fresh.device();
    if (open && !sending.containsKey(device) && place.first(device).isEmpty()) {
      attempt(fresh, false);
      return;
    }
    String why =
        place.first(device).isPresent() ? "others wait before it" : "one before it is being sent";
    keep(fresh, open ? why : "the integration sends nothing now");
    next(device);
  }

  /** The device can be reached now, or soon. */
  void heard(String device) {
    if (!rests.heard(device) && (place.first(device).isPresent() || sending.containsKey(device))) {
      // With tries under way another one follows anyhow, and not more often.
      if (triesSinceHeard.put(device, 0) == null) {
        next(device);
      }
    }
  }

  /** The device is away again: what was tried because it was heard is not tried any more. */
  void left(String device) {
    triesSinceHeard.remove(device);
    rests.left(device);
  }

  /** Drops what is too old and tries some of the rest again; called at intervals. */
  void check() {
    if (!limits.isNone()) {
      place.expired(clock.instant(), limits.timeToLive()).forEach(this::expire);
    }
    tellOfLongWait();
    for (String device : place.devicesAfter(lastTried, TRIED_PER_CHECK)) {
      lastTried = device;
      next(device);
    }
  }

  private void tellOfLongWait() {
    if (open) {
      place
          .oldest()
          .ifPresent(
              oldest ->
                  longWait
                      .notice(oldest, place.size(), clock.instant())
                      .ifPresent(text -> reports.held(oldest, text)));
    }
  }

  private void next(String device) {
    if (!open || sending.containsKey(device) || rests.holds(device)) {
      return;
    }
    Optional<WaitingDownlink> first = place.first(device);
    while (first.filter(this::isExpired).isPresent()) {
      expire(first.get());
      first = place.first(device);
    }
    first.ifPresent(
        downlink -> {
          // Marked first: it waits on, for whoever counts.
          sending.put(device, true);
          unplace(downlink);
          attempt(downlink, true);
        });
  }

  private boolean isExpired(WaitingDownlink downlink) {
    return !limits.isNone() && downlink.isExpired(clock.instant(), limits.timeToLive());
  }

  private void attempt(WaitingDownlink downlink, boolean kept) {
    sending.put(downlink.device(), kept);
    awaited.add(downlink.device());
    CompletionStage<SendOutcome> sent;
    try {
      sent = route.send(downlink.downlink());
    } catch (RuntimeException | Error e) {
      // Before any transport had it.
      sent = CompletableFuture.completedFuture(new SendOutcome.NotNow("the host failed: " + e));
    }
    var unused =
        sent.whenCompleteAsync((outcome, failure) -> settle(downlink, kept, outcome), control);
  }

  private void settle(WaitingDownlink downlink, boolean kept, SendOutcome outcome) {
    String device = downlink.device();
    sending.remove(device);
    counted(device);
    if (outcome instanceof SendOutcome.NotNow notNow) {
      if (mayTryAgain(device)) {
        waitOn(downlink, kept, notNow.reason());
        tryAgainSoon(device);
      } else if (triesSinceHeard.remove(device) != null) {
        count(downlink.tried(downlink.tries().oneRefused()), kept, false, notNow.reason());
      } else {
        waitOn(downlink, kept, notNow.reason());
      }
      return;
    }
    if (outcome instanceof SendOutcome.Unconfirmed unconfirmed) {
      triesSinceHeard.remove(device);
      count(downlink.tried(downlink.tries().oneUnconfirmed()), kept, true, unconfirmed.reason());
      return;
    }
    if (kept) {
      files.remove(downlink);
    }
    if (outcome instanceof SendOutcome.Sent) {
      reports.sent(downlink, clock.instant());
    } else if (outcome instanceof SendOutcome.Refused refused) {
      reports.failed(downlink, DownlinkEnd.REJECTED, refused.reason());
    } else {
      String reason =
          outcome instanceof SendOutcome.Unknown unknown ? unknown.reason() : "the host failed";
      reports.failed(
          downlink,
          outcome == null ? DownlinkEnd.OTHER : DownlinkEnd.DEADLINE,
          reason + "; it may have been sent, so it is not sent again");
    }
    forgetUnlessAwaited(device);
    next(device);
  }

  /** Gives a downlink a place where it waits; or fails it, and answers false. */
  private boolean keep(WaitingDownlink downlink, String why) {
    boolean passing = sending.containsKey(downlink.device());
    if (limits.isNone() && !passing) {
      files.remove(downlink);
      reports.failed(
          downlink,
          DownlinkEnd.DISPLACED,
          why + "; the settings let no downlink wait for its device");
      next(downlink.device());
      return false;
    }
    if (files.isBehind()) {
      reports.failed(
          downlink,
          DownlinkEnd.DISPLACED,
          why + ", and the disk is too slow to let it wait; send it again");
      return false;
    }
    place(downlink);
    place.problem(downlink, why);
    files.save(downlink);
    reports.waiting(downlink, why);
    makeRoom();
    return true;
  }

  /** What waits, the oldest first. */
  List<DownlinkView> waiting() {
    return place.views(limits);
  }

  /** Gives up those that wait and are meant; not one that is just being sent. */
  int giveUp(Predicate<String> ids, String reason) {
    List<WaitingDownlink> meant = place.of(ids);
    meant.forEach(this::drop);
    meant.forEach(each -> reports.failed(each, DownlinkEnd.OTHER, reason));
    meant.forEach(each -> next(each.device()));
    return meant.size();
  }

  private void makeRoom() {
    int most = limits.isNone() ? MOST_PASSING : limits.maxWaiting();
    Optional<WaitingDownlink> oldest = place.surplus(most, WaitingLimits.MAX_BYTES);
    while (oldest.isPresent()) {
      drop(oldest.get());
      reports.failed(
          oldest.get(),
          DownlinkEnd.DISPLACED,
          "it gave way to a newer one, since "
              + most
              + " downlinks or "
              + WaitingLimits.MAX_BYTES
              + " bytes of them wait, which is the most (cacheSize of the integration, or"
              + " downlinks.max-waiting)");
      oldest = place.surplus(most, WaitingLimits.MAX_BYTES);
    }
  }

  private void expire(WaitingDownlink downlink) {
    drop(downlink);
    reports.expired(
        downlink,
        "it has waited for "
            + limits.timeToLive().toMinutes()
            + " min, which is the most (timeToLiveInMinutes of the integration, or downlinks.time-to-live); see whether"
            + " the device is connected, or let downlinks wait longer");
  }

  private void drop(WaitingDownlink downlink) {
    unplace(downlink);
    rests.forget(downlink.device());
    files.remove(downlink);
    forgetUnlessAwaited(downlink.device());
  }

  private boolean mayTryAgain(String device) {
    Integer tries = triesSinceHeard.get(device);
    return tries != null && tries < PAUSES.size();
  }

  private void tryAgainSoon(String device) {
    Integer tries = triesSinceHeard.get(device);
    if (tries == null) {
      return;
    }
    triesSinceHeard.put(device, tries + 1);
    try {
      var unused =
          control.schedule(() -> next(device), PAUSES.get(tries).toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      triesSinceHeard.remove(device);
    }
  }

  private void waitOn(WaitingDownlink downlink, boolean kept, String reason) {
    if (kept && !limits.isNone()) {
      place(downlink);
      place.problem(downlink, reason);
    } else {
      keep(downlink, reason);
    }
    forgetUnlessAwaited(downlink.device());
  }

  /**
   * After an attempt that counts: it is the last one, or a rest follows.
   *
   * @param again whether it is tried after the rest although its device was not heard
   */
  private void count(WaitingDownlink downlink, boolean kept, boolean again, String reason) {
    String device = downlink.device();
    Tries tries = downlink.tries();
    if (tries.unconfirmed() >= limits.attempts() || tries.refused() >= limits.refusals()) {
      if (kept) {
        files.remove(downlink);
      }
      boolean unconfirmed = tries.unconfirmed() >= limits.attempts();
      reports.failed(
          downlink,
          unconfirmed ? DownlinkEnd.UNCONFIRMED : DownlinkEnd.REJECTED,
          limits.ending(tries) + reason);
      forgetUnlessAwaited(device);
      next(device);
      return;
    }
    rests.begin(device, tries, again);
    if (kept && !limits.isNone()) {
      place(downlink);
      place.problem(downlink, reason);
      files.save(downlink);
    } else if (!keep(downlink, reason)) {
      rests.forget(device);
      forgetUnlessAwaited(device);
      next(device);
      return;
    }
    if (tries.counted() > 1) {
      reports.held(
          downlink,
          "(id "
              + downlink.id()
              + ") was not sent at attempt "
              + tries.counted()
              + ", and "
              + Math.max(0, place.count(device) - 1)
              + " later ones wait behind it: "
              + reason);
    }
    forgetUnlessAwaited(device);
  }

  private void rested(String device, boolean heard) {
    if (heard) {
      triesSinceHeard.put(device, 0);
    }
    next(device);
  }

  private void place(WaitingDownlink downlink) {
    place.add(downlink);
    awaited.add(downlink.device());
    counted(downlink.device());
  }

  private void unplace(WaitingDownlink downlink) {
    place.remove(downlink);
    counted(downlink.device());
  }

  private void counted(String device) {
    int tried = Boolean.TRUE.equals(sending.get(device)) ? 1 : 0;
    awaited.waiting(device, place.count(device) + tried);
    counters.waiting(place.size(), place.bytes());
  }

  private void forgetUnlessAwaited(String device) {
    if (!sending.containsKey(device) && place.first(device).isEmpty()) {
      awaited.remove(device);
      triesSinceHeard.remove(device);
      rests.forget(device);
    }
  }
}
