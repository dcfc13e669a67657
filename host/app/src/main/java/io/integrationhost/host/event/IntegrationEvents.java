package io.integrationhost.host.event;

import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.delivery.EventCounters;
import io.integrationhost.host.delivery.EventSender;
import io.integrationhost.host.delivery.UplinkSender;
import io.integrationhost.host.uplink.UplinkObserver;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LifecycleEvent;
import io.integrationhost.remote.UplinkCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * All that ThingsBoard shows of one integration beside its data. Safe for any thread; never blocks
 * and never throws.
 */
public final class IntegrationEvents {

  private static final String NO_STATE = "N/A";
  private static final String STOPPED = "STOPPED";
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final String name;
  private final StatisticsSettings statisticsSettings;
  private final EventStamps stamps;
  private final UplinkCodec codec;
  private final CutText cut;
  private final Statistics statistics;
  private final EventSender sender;
  private final DebugEvents debug;
  private final Optional<UplinkObserver> watching;
  private final DownlinkEvents downlinks;

  private volatile Optional<EventContext> context = Optional.empty();
  private volatile Optional<UplinkObserver> observer = Optional.empty();
  private volatile String state = NO_STATE;
  private volatile List<Future<?>> timers = List.of();

  /**
   * Events of an integration that is not known yet.
   *
   * @param name the operator's, for the log
   * @param executor what sends
   */
  public IntegrationEvents(
      String name,
      EventSettings settings,
      EventStamps stamps,
      UplinkCodec codec,
      DeliveryCounters counters,
      UplinkSender link,
      ScheduledExecutorService executor,
      Clock clock) {
    this.name = name;
    this.statisticsSettings = settings.statistics();
    this.stamps = stamps;
    this.codec = codec;
    cut = new CutText(settings.debug().maxText());
    statistics = new Statistics(() -> context, () -> state, counters, stamps, codec);
    sender = new EventSender(name, link, statistics, executor, EventSender.REST);
    debug =
        new DebugEvents(
            () -> context,
            stamps,
            codec,
            sender,
            new DebugBudget(settings.debug(), clock, sender.counters()),
            cut);
    watching = Optional.of(new UplinkDebug(debug, stamps, cut));
    downlinks = new DownlinkEvents(debug, statistics, cut);
  }

  /** Begins to report at intervals; called once. */
  public void start(ScheduledExecutorService timer) {
    long millis = LOOK.toMillis();
    Future<?> look =
        timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    if (!statisticsSettings.enabled()) {
      timers = List.of(look);
      return;
    }
    long interval = statisticsSettings.interval().toMillis();
    timers =
        List.of(
            look,
            timer.scheduleAtFixedRate(
                sender::statisticsDue, interval, interval, TimeUnit.MILLISECONDS));
  }

  /** Ends what {@link #start} began. */
  public void close() {
    timers.forEach(timer -> timer.cancel(false));
  }

  /**
   * ThingsBoard sent a configuration. Its ids and debug settings are in use at once, even if the
   * rest of it cannot be used.
   */
  public void configured(IntegrationConfiguration configuration) {
    context = Optional.of(EventContext.of(configuration));
    watchAsAsked();
  }

  /** Nobody is to be called any more when the time is over. */
  private synchronized void watchAsAsked() {
    long now = stamps.millis();
    observer =
        context.filter(known -> known.watchesUplinks(now)).isPresent()
            ? watching
            : Optional.empty();
  }

  /**
   * Looked at once a minute: how many debug events were left out, and whether debugging is over.
   */
  void look() {
    watchAsAsked();
    debug.tellDropped(name);
  }

  /** Who is to be told of an uplink; nobody, as a rule. */
  public Optional<UplinkObserver> observer() {
    return observer;
  }

  /**
   * The integration was started or updated, or tried to.
   *
   * @param type {@code STARTED} or {@code UPDATED}: only these change the status that ThingsBoard
   *     shows (facts 2.5)
   * @param error why it failed
   */
  public void lifecycle(String type, Optional<String> error) {
    state = error.isEmpty() ? type : "FAILED";
    send(type, error);
  }

  /** The tenant disabled the integration. */
  public void disabled() {
    String former = state;
    // First: statistics that are due are made at once, on another thread.
    state = STOPPED;
    if (!former.equals(STOPPED) && !former.equals(NO_STATE)) {
      statisticsDue();
    }
    send(STOPPED, Optional.empty());
  }

  /** The integration stops; ThingsBoard itself writes the lifecycle event (facts 2.3). */
  public void stopping() {
    state = STOPPED;
    statisticsDue();
  }

  /** Whether everything was sent. */
  public boolean isIdle() {
    return sender.isIdle();
  }

  /** The link may be writable again. */
  public void wake() {
    sender.wake();
  }

  /** What became of all events. */
  public EventCounters.Reading counters() {
    return sender.counters().read();
  }

  /** Who is to be told of downlinks. */
  public DownlinkEvents downlinks() {
    return downlinks;
  }

  private void statisticsDue() {
    if (statisticsSettings.enabled()) {
      sender.statisticsDue();
    }
  }

  private void send(String type, Optional<String> error) {
    context.ifPresent(
        owner ->
            sender.send(
                codec.encode(
                    new LifecycleEvent(
                        stamps.now(owner.tenantId(), Optional.of(owner.integration().id())),
                        type,
                        error.isEmpty(),
                        error.map(cut::of)))));
  }
}
