package io.integrationhost.remote;

import io.integrationhost.remote.LinkFailure.Kind;
import io.integrationhost.remote.SessionOwner.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one integration with ThingsBoard, made anew whenever it is lost. Thread-safe; no
 * method blocks.
 */
public final class Link {
  private static final Logger log = LoggerFactory.getLogger(Link.class);

  private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(5);

  private final LinkSettings settings;
  private final Patience patience;
  private final SharedChannel channel;
  private final LinkCounters counters;
  private final ScheduledExecutorService timer;
  private final EventQueue events;
  private final Consumer<Link> afterClose;
  private final SessionOwner reports = new Reports();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private final Object lock = new Object();
  private final Retries retries;
  private final Refresher refresher;
  private volatile LinkState state = new LinkState.NotStarted();
  private volatile Session session;
  private volatile Optional<Instant> sessionStart = Optional.empty();
  private Future<?> retry;
  private boolean refreshing;
  private boolean closing;

  Link(
      LinkSettings settings,
      Patience patience,
      SharedChannel channel,
      LinkCounters counters,
      ScheduledExecutorService timer,
      DoubleSupplier random,
      EventQueue events,
      Consumer<Link> afterClose) {
    this.settings = settings;
    this.patience = patience;
    this.channel = channel;
    this.counters = counters;
    this.timer = timer;
    this.events = events;
    this.afterClose = afterClose;
    retries = new Retries(settings.backoff(), random);
    refresher = new Refresher(timer, patience.refreshes(), this::refresh);
  }

  /** Begins to connect, and does so until {@link #close}. Only the first call counts. */
  public void start() {
    synchronized (lock) {
      if (state instanceof LinkState.NotStarted && !closing) {
        attempt();
      }
    }
  }

  /**
   * Sends a message. The stage completes with ThingsBoard's answer, or fails with a {@link
   * LinkException} if the message was not sent (see {@link #isWritable}) or the stream ended before
   * its answer. The link never sends a message again by itself. All stages of a stream complete, in
   * the order of sending, before the link reconnects.
   *
   * <p>Stages complete on a thread of the network that all links share: what continues there must
   * be short and must not block. It may call {@code send}.
   */
  public CompletionStage<UplinkAnswer> send(UplinkMessage message) {
    Session current = session;
    return current == null
        ? CompletableFuture.failedFuture(
            new LinkException(settings.name() + ": uplink not sent, the link is not connected"))
        : current.send(message);
  }

  /**
   * Whether {@link #send} would send now: ThingsBoard has accepted the integration, fewer than
   * {@link LinkSettings#window} messages wait for their answers, and the connection takes data.
   */
  public boolean isWritable() {
    Session current = session;
    return current != null && current.isWritable();
  }

  /** Where the link stands. */
  public LinkState state() {
    return state;
  }

  /** What it does now. Any thread; waits for nobody but for a moment. */
  public LinkFigures figures() {
    Session current = session;
    int planned;
    synchronized (lock) {
      planned = refresher.due();
    }
    return new LinkFigures(sessionStart, current == null ? 0 : current.inFlight(), planned);
  }

  /**
   * Leaves in good order and connects anew, which heals a session that hears nothing any more. A
   * link that waits for its next attempt makes it now. One that is not started, connects just now
   * or is closed goes on as it does.
   */
  public void reconnect() {
    synchronized (lock) {
      if (closing) {
        return;
      }
      if (session != null && state instanceof LinkState.Connected) {
        session.leave();
      } else if (session == null && retry != null) {
        retry.cancel(false);
        attempt();
      }
    }
  }

  /**
   * Leaves in good order: ThingsBoard may answer what it owes for a bounded time, then the stream
   * is cut. The stage never fails. Idempotent.
   */
  public CompletionStage<Void> close() {
    boolean nothingToEnd;
    synchronized (lock) {
      nothingToEnd = !closing && session == null;
      closing = true;
      refresher.cancel();
      if (retry != null) {
        retry.cancel(false);
      }
      if (session != null) {
        session.leave();
      }
    }
    if (nothingToEnd) {
      finish();
    }
    return closed.minimalCompletionStage();
  }

  private void attempt() {
    try {
      become(new LinkState.Connecting());
      session = new Session(settings, patience, channel, counters, reports);
      session.start(timer);
    } catch (Throwable failure) {
      failedToStart(failure);
    }
  }

  private void retry() {
    synchronized (lock) {
      if (!closing && session == null) {
        attempt();
      }
    }
  }

  /** An attempt that throws must not be the last one. */
  private void failedToStart(Throwable failure) {
    session = null;
    log.error("[{}] the host failed to connect; it tries again", settings.name(), failure);
    retry = timer.schedule(this::retry, RETRY_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void refresh() {
    synchronized (lock) {
      if (!closing && state instanceof LinkState.Connected) {
        log.info(
            "[{}] reconnecting to {} because it may have mistaken this stream for one lost earlier",
            settings.name(),
            settings.server());
        refreshing = true;
        session.leave();
      }
    }
  }

  private void become(LinkState next) {
    state = next;
    events.addState(listener -> listener.stateChanged(next));
  }

  private void count(End end) {
    boolean refreshed = refreshing;
    refreshing = false;
    if (end.accepted()) {
      LinkEnd left = refreshed ? LinkEnd.REFRESH : LinkEnd.LEFT;
      counters.ended(end.left() ? left : LinkEnd.of(end.failure().kind()));
    } else if (!end.left()) {
      counters.attemptFailed(end.failure().kind());
    }
  }

  private static LinkPush kind(Inbound.Push push) {
    if (push instanceof Inbound.Downlink) {
      return LinkPush.DOWNLINK;
    }
    return push instanceof Inbound.IntegrationUpdate ? LinkPush.INTEGRATION : LinkPush.CONVERTER;
  }

  private void waitSafelyAfter(End end) {
    try {
      waitAfter(end);
    } catch (Throwable failure) {
      failedToStart(failure);
    }
  }

  private void waitAfter(End end) {
    LinkFailure failure = end.failure();
    Duration delay = retries.after(end);
    Instant next = Instant.now().plus(delay);
    if (failure.kind() == Kind.KEY_REJECTED) {
      log.error(
          "[{}] {} (next attempt in {} s)", settings.name(), failure.message(), seconds(delay));
      become(new LinkState.Refused(failure, next));
    } else {
      log.warn(
          "[{}] {} (next attempt in {} s)", settings.name(), failure.message(), seconds(delay));
      become(new LinkState.Waiting(failure, next, retries.failures()));
    }
    retry = timer.schedule(this::retry, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static long seconds(Duration delay) {
    return Math.max(1, delay.plusMillis(500).toSeconds());
  }

  private void finish() {
    synchronized (lock) {
      become(new LinkState.Closed());
    }
    afterClose.accept(this);
    closed.complete(null);
  }

  private final class Reports implements SessionOwner {
    @Override
    public void accepted(IntegrationConfiguration configuration) {
      counters.accepted();
      synchronized (lock) {
        sessionStart = Optional.of(Instant.now());
        become(new LinkState.Connected());
      }
      log.info(
          "[{}] connected to {} as {} integration \"{}\"{}",
          settings.name(),
          settings.server(),
          configuration.type(),
          configuration.name(),
          configuration.enabled() ? "" : ", which is disabled");
      events.addNewest("connected", listener -> listener.connected(configuration));
    }

    @Override
    public void pushed(Inbound.Push push) {
      counters.pushed(kind(push), System.currentTimeMillis());
      if (push instanceof Inbound.Downlink downlink) {
        events.add(listener -> listener.downlink(downlink.downlink()));
      } else if (push instanceof Inbound.IntegrationUpdate update) {
        events.addNewest(
            "integration", listener -> listener.integrationUpdated(update.configuration()));
      } else if (push instanceof Inbound.ConverterUpdate update) {
        events.addNewest(
            update.converter().converterId(),
            listener -> listener.converterUpdated(update.converter()));
      }
    }

    @Override
    public void answerNotAskedFor(long items) {
      log.error(
          "[{}] {} gave an answer that nobody asked for, so answers may have been taken for those"
              + " of other messages: up to {} readings of this connection may be lost. The"
              + " connection ends; look for what answers twice or drops messages between this host"
              + " and ThingsBoard",
          settings.name(),
          settings.server(),
          items);
      events.add(listener -> listener.answersNotAskedFor(items));
    }

    @Override
    public void writable() {
      events.addNewest("writable", LinkListener::writable);
    }

    @Override
    public void ended(End end) {
      boolean finish;
      synchronized (lock) {
        session = null;
        sessionStart = Optional.empty();
        count(end);
        finish = closing;
        if (!closing) {
          if (end.uncertain()) {
            refresher.plan();
          }
          if (end.left()) {
            attempt();
          } else {
            waitSafelyAfter(end);
          }
        }
      }
      if (finish) {
        finish();
      }
    }
  }

  /** Counts failures in a row and tells how long to wait. Guarded by its link's lock. */
  private static final class Retries {
    private final Backoff backoff;
    private final DoubleSupplier random;
    private boolean refused;
    private int failures;

    Retries(Backoff backoff, DoubleSupplier random) {
      this.backoff = backoff;
      this.random = random;
    }

    Duration after(End end) {
      boolean nowRefused = end.failure().kind() == Kind.KEY_REJECTED;
      if (end.healthy() || nowRefused != refused) {
        failures = 0;
      }
      refused = nowRefused;
      failures++;
      Backoff.Steps steps = refused ? backoff.refused() : backoff.normal();
      return steps.delay(failures, random.getAsDouble());
    }

    int failures() {
      return failures;
    }
  }

  /**
   * Plans clean reconnects after an unclean loss. ThingsBoard may notice such a loss long after we
   * are back, and then takes the new stream off its list instead of the old one: it would answer
   * uplinks, but push nothing any more (facts 2.3). A dead connection is noticed after about a
   * quarter of an hour when there is something to send, else after two hours. Guarded by its link's
   * lock.
   */
  private static final class Refresher {
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

    int due() {
      return (int) planned.stream().filter(task -> !task.isDone()).count();
    }

    void cancel() {
      planned.forEach(task -> task.cancel(false));
      planned.clear();
    }
  }
}
