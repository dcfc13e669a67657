package io.integrationhost.remote;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.integrationhost.remote.LinkException.LostAnswer;
import io.integrationhost.remote.LinkFailure.Kind;
import io.integrationhost.remote.SessionOwner.End;
import io.integrationhost.remote.proto.ResponseMsg;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream, from the connect request to its end. Everything is guarded by one lock, under which
 * the gRPC call is used but nobody is called back.
 */
final class Session {
  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final int PREFETCH = 32;

  private enum Phase {
    CONNECTING,
    ACCEPTED,
    /** ThingsBoard refused and closes the stream itself; leaving first does harm (facts 2.3). */
    REFUSED,
    LEAVING,
    CANCELLED,
    ENDED
  }

  private final LinkSettings settings;
  private final Patience patience;
  private final SharedChannel channel;
  private final LinkCounters counters;
  private final SessionOwner owner;
  private final ClientCall<Outbound, ResponseMsg> call;
  private final long generation;

  private final Object lock = new Object();
  private final Owed owed = new Owed(System.nanoTime());
  private Phase phase = Phase.CONNECTING;
  private long phaseBegan = System.nanoTime();
  private long acceptedAt;
  private boolean accepted;
  private boolean answered;
  private boolean left;
  private boolean wasWritable;
  private LinkFailure failure;
  private Future<?> ticks;

  Session(
      LinkSettings settings,
      Patience patience,
      SharedChannel channel,
      LinkCounters counters,
      SessionOwner owner) {
    this.settings = settings;
    this.patience = patience;
    this.channel = channel;
    this.counters = counters;
    this.owner = owner;
    generation = channel.generation();
    call = channel.newCall();
  }

  void start(ScheduledExecutorService timer) {
    synchronized (lock) {
      long period = tickMillis();
      ticks = timer.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
      try {
        call.start(new SessionCallbacks(this, settings, channel, owner), new Metadata());
        call.request(PREFETCH);
        call.sendMessage(Outbound.connect(settings));
      } catch (Throwable e) {
        // A stream of which nobody knows would be welcomed beside the next one.
        ticks.cancel(false);
        call.cancel("not started", e);
        throw e;
      }
    }
  }

  boolean isWritable() {
    synchronized (lock) {
      return canSend();
    }
  }

  /** How many messages wait for their answers. */
  int inFlight() {
    synchronized (lock) {
      return owed.size();
    }
  }

  CompletionStage<UplinkAnswer> send(UplinkMessage message) {
    synchronized (lock) {
      if (!canSend()) {
        return CompletableFuture.failedFuture(new LinkException(whyNot()));
      }
      CompletableFuture<UplinkAnswer> answer = new CompletableFuture<>();
      sendNow(message, answer);
      return answer;
    }
  }

  /** Half-closes; ThingsBoard then answers what it owes and ends the stream. */
  void leave() {
    synchronized (lock) {
      left = true;
      if (phase == Phase.CONNECTING || phase == Phase.ACCEPTED) {
        enter(Phase.LEAVING);
        call.halfClose();
      }
    }
  }

  void requestMore() {
    call.request(1);
  }

  boolean isAccepted() {
    synchronized (lock) {
      return accepted;
    }
  }

  /** Whether the session was waiting for this. */
  boolean accept() {
    synchronized (lock) {
      if (phase != Phase.CONNECTING) {
        return false;
      }
      enter(Phase.ACCEPTED);
      acceptedAt = phaseBegan;
      accepted = true;
      return true;
    }
  }

  void refuse(Inbound.Refusal refusal) {
    synchronized (lock) {
      if (phase == Phase.CONNECTING) {
        enter(Phase.REFUSED);
        failure = Diagnosis.refusal(settings.server(), refusal);
      }
    }
  }

  void answer(UplinkAnswer answer) {
    Owed.Uplink uplink;
    boolean firstStray = false;
    long items = 0;
    long now = System.nanoTime();
    synchronized (lock) {
      uplink = owed.answered(now);
      if (uplink == null) {
        firstStray = stray();
        items = owed.itemsAnswered();
      } else {
        answered = true;
      }
    }
    if (uplink != null) {
      if (uplink.items() > 0) {
        counters.answered(answer, now - uplink.sentAt());
      }
      uplink.answer().complete(answer);
      signalWritable();
    } else if (firstStray) {
      owner.answerNotAskedFor(items);
    }
  }

  /**
   * Ends the session in good order, so that what is on its way is still processed: it counts as
   * answered already. Whether this is the first such answer.
   */
  private boolean stray() {
    if (phase != Phase.ACCEPTED) {
      return false;
    }
    failure = Diagnosis.strayAnswer(settings.server());
    enter(Phase.LEAVING);
    call.halfClose();
    return true;
  }

  /** The stream is over: fails what got no answer. */
  End end(Status status) {
    End end;
    boolean silent;
    List<CompletableFuture<UplinkAnswer>> unanswered;
    synchronized (lock) {
      if (failure == null) {
        failure = Diagnosis.of(settings.server(), status, accepted);
      }
      silent = failure.kind() == Kind.NO_ANSWER && !left;
      boolean uncertain = !status.isOk() && (accepted || silent);
      end = new End(failure, left, answered || lasted(), uncertain, accepted);
      phase = Phase.ENDED;
      ticks.cancel(false);
      unanswered = owed.takeAll();
    }
    if (silent) {
      channel.abandon(generation);
    } else {
      channel.calmDown();
    }
    for (CompletableFuture<UplinkAnswer> uplink : unanswered) {
      uplink.completeExceptionally(new LostAnswer(end.failure().message()));
    }
    return end;
  }

  void signalWritable() {
    boolean signal;
    synchronized (lock) {
      boolean writable = canSend();
      signal = writable && !wasWritable;
      wasWritable = writable;
    }
    if (signal) {
      owner.writable();
    }
  }

  /** Whatever it throws, the next one comes. */
  private void tick() {
    try {
      look();
    } catch (Throwable problem) {
      tell(problem);
    }
  }

  private void tell(Throwable problem) {
    try {
      log.error("[{}] the host failed to look after its link", settings.name(), problem);
    } catch (Throwable unsaid) {
      // No memory for the line either: the next tick matters more.
    }
  }

  private void look() {
    synchronized (lock) {
      long now = System.nanoTime();
      switch (phase) {
        case CONNECTING -> {
          if (now - phaseBegan >= patience.connect().toNanos()) {
            cancel(Diagnosis.noConnectResponse(settings.server(), patience.connect()));
          }
        }
        case ACCEPTED -> watch(now);
        case REFUSED, LEAVING -> {
          if (now - phaseBegan >= patience.leave().toNanos()) {
            cancel(Diagnosis.notLeft(settings.server(), patience.leave()));
          }
        }
        case CANCELLED, ENDED -> {}
      }
    }
  }

  private void watch(long now) {
    if (owed.nanosWithoutProgress(now) >= settings.answerTimeout().toNanos()) {
      cancel(Diagnosis.noUplinkAnswer(settings.server(), owed.size(), settings.answerTimeout()));
    } else if (owed.size() == 0
        && owed.nanosWithoutTraffic(now) >= settings.heartbeat().toNanos()) {
      sendNow(UplinkMessage.HEARTBEAT, new CompletableFuture<>());
    }
  }

  private void sendNow(UplinkMessage message, CompletableFuture<UplinkAnswer> answer) {
    owed.add(answer, message.items(), System.nanoTime());
    try {
      Outbound outbound = Outbound.uplink(message);
      call.sendMessage(outbound);
      if (message.items() > 0) {
        counters.sent(message.items(), outbound.length());
      }
    } catch (Throwable problem) {
      // It may be sent or not: answers could not be told apart any more.
      cancel(Diagnosis.notSent(settings.server(), problem));
    }
    // Whoever sends before the signal was given must not swallow it: others wait for it.
    wasWritable = wasWritable && canSend();
  }

  private void cancel(LinkFailure reason) {
    if (failure == null) {
      failure = reason;
    }
    enter(Phase.CANCELLED);
    call.cancel(failure.message(), null);
  }

  private void enter(Phase next) {
    phase = next;
    phaseBegan = System.nanoTime();
  }

  private boolean lasted() {
    return accepted && System.nanoTime() - acceptedAt >= patience.healthy().toNanos();
  }

  private boolean canSend() {
    return phase == Phase.ACCEPTED && owed.size() < settings.window() && call.isReady();
  }

  private String whyNot() {
    String why;
    if (phase != Phase.ACCEPTED) {
      why = "the link is not connected";
    } else if (owed.size() >= settings.window()) {
      why = owed.size() + " uplinks wait for their answers already";
    } else {
      why = "the connection does not take more now";
    }
    return settings.name() + ": uplink not sent, " + why;
  }

  private long tickMillis() {
    Duration shortest = settings.answerTimeout();
    for (Duration other : List.of(settings.heartbeat(), patience.connect(), patience.leave())) {
      shortest = shortest.compareTo(other) <= 0 ? shortest : other;
    }
    return Math.min(1000, Math.max(5, shortest.toMillis() / 4));
  }

  /**
   * The uplinks of one stream that ThingsBoard has not answered yet, oldest first (facts 2.4).
   * Guarded by its session's lock.
   */
  private static final class Owed {
    private record Uplink(CompletableFuture<UplinkAnswer> answer, int items, long sentAt) {}

    private final ArrayDeque<Uplink> uplinks = new ArrayDeque<>();
    private long itemsAnswered;
    private long lastProgress;
    private long lastTraffic;

    Owed(long now) {
      lastProgress = now;
      lastTraffic = now;
    }

    void add(CompletableFuture<UplinkAnswer> uplink, int items, long now) {
      if (uplinks.isEmpty()) {
        lastProgress = now;
      }
      lastTraffic = now;
      uplinks.add(new Uplink(uplink, items, now));
    }

    /** Takes the uplink that an answer belongs to; null if none was owed. */
    Uplink answered(long now) {
      lastProgress = now;
      lastTraffic = now;
      Uplink oldest = uplinks.poll();
      if (oldest != null) {
        itemsAnswered += oldest.items();
      }
      return oldest;
    }

    /** Items of all messages that were answered. */
    long itemsAnswered() {
      return itemsAnswered;
    }

    int size() {
      return uplinks.size();
    }

    /** Since when answers are owed and none came. */
    long nanosWithoutProgress(long now) {
      return uplinks.isEmpty() ? 0 : now - lastProgress;
    }

    long nanosWithoutTraffic(long now) {
      return now - lastTraffic;
    }

    List<CompletableFuture<UplinkAnswer>> takeAll() {
      List<CompletableFuture<UplinkAnswer>> all = uplinks.stream().map(Uplink::answer).toList();
      uplinks.clear();
      return all;
    }
  }
}
