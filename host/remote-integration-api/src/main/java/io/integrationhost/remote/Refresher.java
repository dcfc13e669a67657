package io.integrationhost.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Plans clean reconnects after an unclean loss. ThingsBoard may notice such a loss long after we
 * are back, and then takes the new stream off its list instead of the old one: it would answer
 * uplinks, but push nothing any more (facts 2.3). A dead connection is noticed after about a
 * quarter of an hour when there is something to send, else after two hours. Guarded by its link's
 * lock.
 */
final class Refresher {
  private final ScheduledExecutorService timer;
  private final List<Duration> delays;
  private final Runnable refresh;
  private final List<Future<?>> planned = new ArrayList<>();

  Refresher(ScheduledExecutorService timer, List<Duration> delays, Runnable refresh) {
    this.timer = timer;
    this.delays = delays;
    this.refresh = refresh;
  }

  void plan() {
    cancel();
    for (Duration delay : delays) {
      planned.add(timer.schedule(refresh, delay.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  void cancel() {
    planned.forEach(task -> task.cancel(false));
    planned.clear();
  }
}
