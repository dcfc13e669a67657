package io.integrationhost.kit.transport;

import io.integrationhost.kit.settings.ServerSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The time limits of the connections of one port on one loop: looked at once a second, in lists
 * that are in order of time, so that no connection needs a timer. Belongs to its loop.
 */
final class Times {

  static final int PATIENCE_SECONDS = 30;

  private final ServerSettings.Times limits;
  private final AgeList begun = new AgeList();
  private final AgeList heard = new AgeList();
  private final AgeList logins = new AgeList();
  private final AgeList unwritten = new AgeList();

  Times(ServerSettings.Times limits) {
    this.limits = limits;
  }

  /** Whose message has begun, while we read. */
  AgeList begun() {
    return begun;
  }

  /** Who was heard last, if silence has an end. */
  AgeList heard() {
    return heard;
  }

  /** Who has sent no whole frame yet. */
  AgeList logins() {
    return logins;
  }

  /** Who does not take its answers. */
  AgeList unwritten() {
    return unwritten;
  }

  boolean limitSilence() {
    return !limits.idle().isZero();
  }

  void sweep(long now) {
    late(logins, limits.login(), now, place -> place.owner.life().loginIsLate(limits.login()));
    late(begun, limits.frame(), now, place -> place.owner.inbox().frameIsLate(limits.frame()));
    late(unwritten, limits.write(), now, place -> place.owner.life().writeIsLate(limits.write()));
    late(heard, limits.idle(), now, place -> place.owner.life().isSilent(now));
    tellOfWaiting(now);
  }

  /** Each one that is late once, also when it is not gone by that. */
  private static void late(
      AgeList list, Duration limit, long now, Consumer<AgeList.Place> tooLate) {
    AgeList.Place place = list.oldest();
    while (!limit.isZero() && place != null && now - place.since() >= limit.toNanos()) {
      list.remove(place);
      tooLate.accept(place);
      place = list.oldest();
    }
  }

  private void tellOfWaiting(long now) {
    AgeList.Place place = begun.oldest();
    while (place != null && now - place.since() >= TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      place.owner.inbox().tellOfWaiting();
      place = begun.after(place);
    }
  }
}
