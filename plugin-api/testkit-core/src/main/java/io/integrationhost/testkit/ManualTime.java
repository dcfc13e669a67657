package io.integrationhost.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A time that passes only when a test says so: a clock, and a scheduler that runs what is due on
 * the thread that moves the time. Thread-safe.
 */
public final class ManualTime {

  private final ManualScheduler scheduler;

  /** A time that starts at this instant. */
  public ManualTime(Instant start) {
    this.scheduler = new ManualScheduler(start);
  }

  /** A time that starts at 2026-01-01T00:00:00Z. */
  public ManualTime() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  public Instant now() {
    return scheduler.now();
  }

  /**
   * Moves the time forward, stopping at each task on the way, so that a task sees the instant it
   * was planned for. A task that throws is over, as with any scheduler; its future tells why. The
   * sockets of a {@link VirtualContext} move along.
   */
  public void advance(Duration time) {
    scheduler.advance(time);
  }

  /** Something more that moves with this time, from now on. */
  void moves(Moved more) {
    scheduler.moves(more);
  }

  /** How many tasks are planned. */
  public int planned() {
    return scheduler.planned();
  }

  /** The clock, in UTC. */
  public Clock clock() {
    return new ManualClock(scheduler, ZoneOffset.UTC);
  }

  /**
   * The scheduler. Tasks without delay, too, run at the next {@link #advance}, even one by {@link
   * Duration#ZERO}.
   */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  private static final class ManualClock extends Clock {

    private final ManualScheduler time;
    private final ZoneId zone;

    ManualClock(ManualScheduler time, ZoneId zone) {
      this.time = time;
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new ManualClock(time, other);
    }

    @Override
    public Instant instant() {
      return time.now();
    }
  }
}
