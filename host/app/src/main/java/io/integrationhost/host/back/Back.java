package io.integrationhost.host.back;

import io.integrationhost.host.board.Status;
import io.integrationhost.host.deadletter.ReplayWatcher;
import io.integrationhost.host.delivery.Deliverer;
import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkCounters;
import io.integrationhost.remote.LinkFigures;
import io.integrationhost.remote.LinkState;
import io.integrationhost.remote.ServerAddress;
import io.integrationhost.spool.ReadingLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Speaks to ThingsBoard for one integration: carries what the log holds over the link, and what
 * ThingsBoard sends to the board and to devices. Safe for any thread unless a method says
 * otherwise.
 */
public final class Back {

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration LAST_EVENTS = Duration.ofSeconds(2);

  private final LinkSlot link;
  private final LinkCounters linkCounters;
  private final ReadingLog log;
  private final Deliverer deliverer;
  private final PausableSender readings;
  private final ReplayWatcher replay;
  private final IntegrationEvents events;
  private final StatusReport report;
  private final DownlinkPath downlinks;
  private final ScheduledExecutorService control;

  Back(
      LinkSlot link,
      LinkCounters linkCounters,
      ReadingLog log,
      Deliverer deliverer,
      PausableSender readings,
      ReplayWatcher replay,
      IntegrationEvents events,
      StatusReport report,
      DownlinkPath downlinks,
      ScheduledExecutorService control) {
    this.link = link;
    this.linkCounters = linkCounters;
    this.log = log;
    this.deliverer = deliverer;
    this.readings = readings;
    this.replay = replay;
    this.events = events;
    this.report = report;
    this.downlinks = downlinks;
    this.control = control;
  }

  /** Connects. On the control thread. */
  public void start() {
    try {
      events.start(control);
    } finally {
      link.start();
    }
  }

  /** Where the link stands. */
  public LinkState linkState() {
    return link.state();
  }

  /** What the link does now. */
  public LinkFigures linkFigures() {
    return link.figures();
  }

  /** What the links of now and before have counted. */
  public LinkCounters linkCounters() {
    return linkCounters;
  }

  /** Where the link goes. */
  public ServerAddress server() {
    return link.server();
  }

  /** Leaves ThingsBoard in good order and connects anew; one that waits tries at once. */
  public void reconnect() {
    link.reconnect();
  }

  /** Whether only the way to ThingsBoard differs: another key is another integration. */
  public boolean canAdopt(IntegrationSettings wanted) {
    return link.canAdopt(wanted);
  }

  /**
   * Connects anew if the way to ThingsBoard has changed; then waits until the former link has left.
   */
  public void adopt(IntegrationSettings wanted) {
    if (link.differs(wanted)) {
      link.adopt(wanted);
    }
  }

  /** Has the delivery of readings rest, or go on. */
  public void pauseDelivery(boolean paused) {
    readings.pause(paused);
    if (!paused) {
      deliverer.wake();
    }
  }

  /** What keeps readings from arriving although ThingsBoard is connected, for people. */
  public Optional<String> problem() {
    return deliverer.problem();
  }

  /** Whether readings wait for room among the dead letters. */
  public boolean waitsForLetters() {
    return deliverer.waitsForLetters();
  }

  /** The way of downlinks from the link to their route. */
  public DownlinkPath downlinks() {
    return downlinks;
  }

  /** The front knows of this configuration: its events follow. On the control thread. */
  public void noted(IntegrationConfiguration configuration) {
    report.configured(configuration);
  }

  /** Tells ThingsBoard how the integration is doing. On the control thread. */
  public void report(Status status) {
    report.send(status);
  }

  /**
   * Delivers what is stored as long as there is time, or until ThingsBoard is away. On the control
   * thread.
   *
   * @param end of the time, by {@link System#nanoTime}
   * @param silent whether nothing more comes into the log
   */
  public CompletionStage<Void> drain(long end, BooleanSupplier silent) {
    events.stopping();
    long endOfEvents = System.nanoTime() + LAST_EVENTS.toNanos();
    return until(() -> silent.getAsBoolean() && isDrained(endOfEvents), end);
  }

  private boolean isDrained(long endOfEvents) {
    if (readings.isPaused() || !(link.state() instanceof LinkState.Connected)) {
      return true;
    }
    boolean told = events.isIdle() || System.nanoTime() > endOfEvents;
    return told && log.stats().records() == 0;
  }

  /** Leaves ThingsBoard in good order. */
  public CompletionStage<Void> leave() {
    return link.close();
  }

  /**
   * Completes when downlinks that came to the last moment are converted: ThingsBoard does not send
   * them again. On the control thread.
   *
   * @param end of the time for it, by {@link System#nanoTime}
   */
  public CompletionStage<Void> converted(long end) {
    return until(downlinks::isIdle, end);
  }

  private CompletionStage<Void> until(BooleanSupplier done, long end) {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    look(done, reached, end);
    return reached;
  }

  private void look(BooleanSupplier done, CompletableFuture<Void> reached, long end) {
    try {
      if (done.getAsBoolean() || System.nanoTime() > end) {
        reached.complete(null);
      } else {
        var unused =
            control.schedule(
                () -> look(done, reached, end), LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException | Error e) {
      // The stop would wait for ever.
      reached.completeExceptionally(e);
    }
  }

  /**
   * The end, after the link is closed.
   *
   * @return how many readings stay stored
   */
  public long close() {
    replay.close();
    events.close();
    long left = log.stats().records();
    deliverer.close();
    log.close();
    return left;
  }
}
