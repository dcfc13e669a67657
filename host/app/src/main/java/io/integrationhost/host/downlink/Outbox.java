package io.integrationhost.host.downlink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends converted downlinks: one at a time per device, in order, and lets those wait that cannot be
 * sent now. A downlink that waits is in a file until its transport has taken it. Confined to the
 * control thread.
 */
final class Outbox {

  /** What may wait behind a downlink that is being sent where none may wait for a device. */
  private static final int MOST_PASSING = 100;

  /** A transport may learn of a device a little after the host: with the receipt. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(2));

  private static final int TRIED_PER_CHECK = 100;

  /** So many tries with a device that is there are told, and from there on each doubling. */
  private static final int MANY_TRIES = 8;

  private static final Duration LONG_WAIT = Duration.ofHours(1);

  private final Router router;
  private final WaitingFiles files;
  private final AwaitedDevices awaited;
  private final Reports reports;
  private final DownlinkCounters counters;
  private final ScheduledExecutorService control;
  private final Clock clock;

  private final WaitingPlace place = new WaitingPlace();
  private final Set<String> sending = new HashSet<>();
  private final Map<String, Integer> triesSinceHeard = new HashMap<>();

  /** How often the first one of a device that was heard did not go out. */
  private final Map<String, Integer> heldUp = new HashMap<>();

  private WaitingLimits limits = WaitingLimits.defaults();
  private boolean open;
  private String lastTried = "";
  private Instant toldOfLongWait = Instant.MIN;

  Outbox(
      Router router,
      WaitingFiles files,
      AwaitedDevices awaited,
      Reports reports,
      DownlinkCounters counters,
      ScheduledExecutorService control,
      Clock clock) {
    this.router = router;
    this.files = files;
    this.awaited = awaited;
    this.reports = reports;
    this.counters = counters;
    this.control = control;
    this.clock = clock;
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
    if (open && !sending.contains(device) && place.first(device).isEmpty()) {
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
    if (place.first(device).isPresent() || sending.contains(device)) {
      // With tries under way another one follows anyhow, and not more often.
      if (triesSinceHeard.put(device, 0) == null) {
        next(device);
      }
    }
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
    Instant now = clock.instant();
    boolean told = toldOfLongWait.isBefore(now) && now.isBefore(toldOfLongWait.plus(LONG_WAIT));
    if (told || !open) {
      return;
    }
    place
        .oldest()
        .filter(oldest -> oldest.isExpired(now, LONG_WAIT))
        .ifPresent(
            oldest -> {
              toldOfLongWait = now;
              reports.held(
                  oldest,
                  "waits since "
                      + oldest.since()
                      + ", as the oldest of "
                      + place.size()
                      + "; see whether the device is connected");
            });
  }

  private void tellIfHeldUp(WaitingDownlink downlink, String reason) {
    String device = downlink.device();
    if (!triesSinceHeard.containsKey(device)) {
      return;
    }
    int tries = heldUp.merge(device, 1, Integer::sum);
    if (tries >= MANY_TRIES && Integer.bitCount(tries) == 1) {
      int behind = Math.max(0, place.count(device) - 1);
      reports.held(
          downlink,
          "could not be sent in "
              + tries
              + " tries since "
              + downlink.since()
              + " although the device was heard, and "
              + behind
              + " later ones wait behind it: "
              + reason);
    }
  }

  private void next(String device) {
    if (!open || sending.contains(device)) {
      return;
    }
    Optional<WaitingDownlink> first = place.first(device);
    while (first.filter(this::isExpired).isPresent()) {
      expire(first.get());
      first = place.first(device);
    }
    first.ifPresent(
        downlink -> {
          unplace(downlink);
          attempt(downlink, true);
        });
  }

  private boolean isExpired(WaitingDownlink downlink) {
    return !limits.isNone() && downlink.isExpired(clock.instant(), limits.timeToLive());
  }

  private void attempt(WaitingDownlink downlink, boolean kept) {
    sending.add(downlink.device());
    awaited.add(downlink.device());
    CompletionStage<SendOutcome> sent;
    try {
      sent = router.send(downlink.downlink());
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
    if (outcome instanceof SendOutcome.NotNow notNow) {
      if (kept && !limits.isNone()) {
        place(downlink);
      } else {
        keep(downlink, notNow.reason());
      }
      tellIfHeldUp(downlink, notNow.reason());
      forgetUnlessAwaited(device);
      tryAgainSoon(device);
      return;
    }
    heldUp.remove(device);
    if (kept) {
      files.remove(downlink);
    }
    if (outcome instanceof SendOutcome.Sent) {
      reports.sent(downlink);
    } else if (outcome instanceof SendOutcome.Refused refused) {
      reports.failed(downlink, refused.reason());
    } else {
      String reason =
          outcome instanceof SendOutcome.Unknown unknown ? unknown.reason() : "the host failed";
      reports.failed(downlink, reason + "; it may have been sent, so it is not sent again");
    }
    forgetUnlessAwaited(device);
    next(device);
  }

  /** Gives a downlink a place where it waits, or fails it. */
  private void keep(WaitingDownlink downlink, String why) {
    boolean passing = sending.contains(downlink.device());
    if (limits.isNone() && !passing) {
      files.remove(downlink);
      reports.failed(downlink, why + "; the settings let no downlink wait for its device");
      next(downlink.device());
      return;
    }
    if (files.isBehind()) {
      reports.failed(downlink, why + ", and the disk is too slow to let it wait; send it again");
      return;
    }
    place(downlink);
    files.save(downlink);
    reports.waiting(downlink, why);
    makeRoom();
  }

  private void makeRoom() {
    int most = limits.isNone() ? MOST_PASSING : limits.maxWaiting();
    Optional<WaitingDownlink> oldest = place.surplus(most, WaitingLimits.MAX_BYTES);
    while (oldest.isPresent()) {
      drop(oldest.get());
      reports.failed(
          oldest.get(),
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
    heldUp.remove(downlink.device());
    files.remove(downlink);
    forgetUnlessAwaited(downlink.device());
  }

  private void tryAgainSoon(String device) {
    Integer tries = triesSinceHeard.get(device);
    if (tries == null) {
      return;
    }
    if (tries >= PAUSES.size()) {
      triesSinceHeard.remove(device);
      return;
    }
    triesSinceHeard.put(device, tries + 1);
    try {
      var unused =
          control.schedule(() -> next(device), PAUSES.get(tries).toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      triesSinceHeard.remove(device);
    }
  }

  private void place(WaitingDownlink downlink) {
    place.add(downlink);
    awaited.add(downlink.device());
    counters.waiting(place.size());
  }

  private void unplace(WaitingDownlink downlink) {
    place.remove(downlink);
    counters.waiting(place.size());
  }

  private void forgetUnlessAwaited(String device) {
    if (!sending.contains(device) && place.first(device).isEmpty()) {
      awaited.remove(device);
      triesSinceHeard.remove(device);
      heldUp.remove(device);
    }
  }
}
