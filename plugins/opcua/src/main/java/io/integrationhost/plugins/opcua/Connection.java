package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.Backoff;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Wire;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with the server for as long as the transport runs. One thread dials, scans and
 * subscribes, and may wait; the library brings a session back after short troubles, and what it
 * cannot bring back is made anew. Thread-safe.
 */
final class Connection {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /** How long the library may try to bring a session back before we begin from the start. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A subscription that was told to wait needs a while until it is heard again. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration ENDING = Duration.ofSeconds(8);
  private static final int MOST_FAILED_SCANS = 3;
  private static final int MOST_REFUSED = 10_000;

  private final TransportContext context;
  private final Settings settings;
  private final Threads threads;
  private final Flow flow;
  private final Figures figures;
  private final TrustList trust;
  private final Certificates certificates;
  private final Plant plant;
  private final LimitedLog limited;
  private final Backoff backoff;
  private final ScheduledThreadPoolExecutor lane;
  private final Set<String> refusedNames = new LinkedHashSet<>();
  private Optional<ServerSession> dialer = Optional.empty();
  private volatile Optional<Live> live = Optional.empty();
  private volatile Optional<String> away = Optional.of("not connected yet");
  private volatile Optional<String> failedScan = Optional.empty();
  private volatile boolean isStopped;
  private boolean hasThreads;

  Connection(
      TransportContext context, Settings settings, Threads threads, Flow flow, Figures figures) {
    this.context = context;
    this.settings = settings;
    this.threads = threads;
    this.flow = flow;
    this.figures = figures;
    certificates = new Certificates(context::dataDirectory);
    trust =
        new TrustList(certificates, settings.security().trust(), ServerSession.command(context));
    plant = new Plant(settings, flow, figures, context.clock());
    limited = new LimitedLog(log, OpcUaTransport.label(context));
    backoff = new Backoff(settings.server().first(), settings.server().most());
    lane = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
    lane.setRemoveOnCancelPolicy(true);
    lane.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Begins to dial; never waits. */
  synchronized void start() {
    if (isStopped) {
      return;
    }
    Threads.Shared shared = threads.acquire();
    hasThreads = true;
    dialer = Optional.of(new ServerSession(settings, certificates, trust, shared));
    execute(this::connect);
  }

  /** Ends the session; completes when its threads have nothing left to do, 12 s at most. */
  CompletionStage<Void> stop() {
    synchronized (this) {
      isStopped = true;
      if (!hasThreads) {
        lane.shutdownNow();
        return CompletableFuture.completedFuture(null);
      }
      hasThreads = false;
    }
    var stage = new CompletableFuture<Void>();
    threads
        .newThread(
            () -> {
              try {
                end();
              } finally {
                threads.release();
                stage.complete(null);
              }
            })
        .start();
    return stage;
  }

  private void end() {
    lane.shutdownNow();
    try {
      if (!lane.awaitTermination(ENDING.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("{}: the connection's thread does not end", OpcUaTransport.label(context));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    live.ifPresent(last -> close(last, Wire.End.STOPPED));
    live = Optional.empty();
  }

  private void close(Live last, Wire.End why) {
    last.isActive = false;
    try {
      last.subscriptions.end();
      ServerSession.close(last.client);
    } finally {
      last.line.closed(why);
    }
  }

  /** Runs a task on the thread that may wait; after an error the session is made anew. */
  private void execute(Task task) {
    lane.execute(() -> run(task));
  }

  private void later(Duration wait, Task task) {
    var unused = lane.schedule(() -> run(task), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Something that may wait for the server. */
  @FunctionalInterface
  private interface Task {
    void run() throws UaException, InterruptedException, IOException, GeneralSecurityException;
  }

  private void run(Task task) {
    if (isStopped) {
      return;
    }
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UaException | IOException | GeneralSecurityException e) {
      lost(e, Words.of(e, settings.server()));
    } catch (RuntimeException e) {
      log.error("{}: an error; the session is made anew", OpcUaTransport.label(context), e);
      lost(e, Words.of(e, settings.server()));
    } catch (Error e) {
      // Whoever it was thrown by: nobody else would dial again.
      later(AGAIN, () -> lost(e, "an error: " + e));
      throw e;
    }
  }

  private void lost(Throwable cause, String words) {
    if (isStopped) {
      return;
    }
    Duration wait = backoff.next();
    // Before all else: whatever is thrown now, somebody dials again.
    later(wait, this::connect);
    Optional<Live> last = live;
    live = Optional.empty();
    String why = trust.refusal().orElse(words);
    away = Optional.of(why);
    limited.warn("away", () -> why + "; next try in " + wait.toMillis() + " ms");
    log.debug("{}: away", OpcUaTransport.label(context), cause);
    last.ifPresent(each -> close(each, Wire.End.ERROR));
  }

  private void connect()
      throws UaException, InterruptedException, IOException, GeneralSecurityException {
    if (live.isPresent()) {
      return;
    }
    trust.begin();
    OpcUaClient client = dialer.orElseThrow().open();
    boolean isKept = false;
    try {
      keep(client);
      isKept = true;
    } finally {
      if (!isKept && live.isEmpty()) {
        ServerSession.close(client);
      }
    }
  }

  private void keep(OpcUaClient client) throws UaException, InterruptedException {
    String remote = settings.server().host() + ":" + settings.server().port();
    var now =
        new Live(
            client,
            new Subscriptions(
                client, settings.limits().itemsPerSubscription(), flow, figures, this::broken),
            context.wire().opened(new Source(settings.server().url()), remote),
            ServerSession.AtOnce.of(client));
    live = Optional.of(now);
    client.addSessionActivityListener(
        new SessionActivityListener() {
          @Override
          public void onSessionActive(UaSession session) {
            int turn = now.turn();
            execute(() -> active(now, turn));
          }

          @Override
          public void onSessionInactive(UaSession session) {
            inactive(now);
          }
        });
    figures.connections.add(1);
    // Without it nothing is watched: that is no session to speak of.
    scanOnce(now);
    backoff.reset();
    isHere(now);
    tellConnected();
    later(settings.server().scan(), () -> scanAgain(now));
  }

  private void isHere(Live now) {
    synchronized (now) {
      away = now.isActive ? Optional.empty() : Optional.of(ended());
    }
  }

  private String ended() {
    return settings.server().url() + " ended the connection; it is made again";
  }

  private void inactive(Live former) {
    synchronized (former) {
      former.lapse();
      away = Optional.of(ended());
    }
    later(
        PATIENCE,
        () -> {
          boolean isLong = System.nanoTime() - former.inactiveSince >= PATIENCE.toNanos();
          if (isNow(former) && !former.isActive && isLong) {
            lost(new IOException("no session"), settings.server().url() + " is away");
          }
        });
  }

  /** The library has brought the session back, or another one: what the server has may differ. */
  private void active(Live now, int turn) throws UaException, InterruptedException {
    if (!isNow(now) || !now.begin(turn)) {
      return;
    }
    isHere(now);
    figures.connections.add(1);
    now.subscriptions.recreateLost();
    scan(now);
    tellConnected();
  }

  private boolean isNow(Live some) {
    return live.filter(now -> now == some).isPresent();
  }

  /** A subscription was lost, or is silent for too long. On a thread that must not wait. */
  private void broken(OpcUaSubscription subscription) {
    long since = System.nanoTime();
    boolean mayBeAlive = subscription.getSubscriptionId().isPresent();
    // While the host was full nobody asked for it: it is given time to be heard.
    later(
        mayBeAlive ? SILENCE : Duration.ZERO,
        () -> {
          Optional<Live> now = live.filter(each -> each.isActive);
          boolean isBack = !mayBeAlive && subscription.getSubscriptionId().isPresent();
          if (now.isEmpty()
              || isBack
              || (mayBeAlive && now.get().subscriptions.isHeard(subscription, since))) {
            return;
          }
          if (mayBeAlive && flow.isClosed()) {
            broken(subscription);
          } else {
            now.get().subscriptions.recreate(subscription);
          }
        });
  }

  private void scan(Live now) throws UaException, InterruptedException {
    if (!isNow(now)) {
      return;
    }
    try {
      scanOnce(now);
    } catch (UaException e) {
      now.failedScans++;
      if (now.failedScans >= MOST_FAILED_SCANS && now.isActive) {
        throw e;
      }
      String words = "the last scan failed: " + Words.of(e, settings.server());
      failedScan = Optional.of(words);
      limited.warn("scan", () -> words);
    }
  }

  private void scanOnce(Live now) throws UaException, InterruptedException {
    plant.scan(now.client, now.subscriptions, now.atOnce);
    now.failedScans = 0;
    failedScan = Optional.empty();
  }

  private void scanAgain(Live now) throws UaException, InterruptedException {
    if (isNow(now)) {
      if (now.isActive) {
        scan(now);
      }
      boolean isSoon = failedScan.isPresent() && SOON.compareTo(settings.server().scan()) < 0;
      later(isSoon ? SOON : settings.server().scan(), () -> scanAgain(now));
    }
  }

  /** Downlinks that were refused may go now. */
  private void tellConnected() {
    List<String> names = new ArrayList<>(plant.names());
    synchronized (refusedNames) {
      names.addAll(refusedNames);
      refusedNames.clear();
    }
    names.stream().distinct().forEach(context.uplinks()::connected);
  }

  /** A downlink for this device was refused since the server is away. */
  void refused(String device) {
    synchronized (refusedNames) {
      if (refusedNames.size() < MOST_REFUSED) {
        refusedNames.add(device);
      }
    }
  }

  /** A client with a session; empty while the server is away. */
  Optional<OpcUaClient> client() {
    return isStopped ? Optional.empty() : live.filter(now -> now.isActive).map(now -> now.client);
  }

  /** Why there is no session, with what to do. */
  Optional<String> away() {
    return away;
  }

  Plant plant() {
    return plant;
  }

  /** What the server refuses to watch, and why it was not looked at. */
  List<String> problems() {
    List<String> all = new ArrayList<>(failedScan.stream().toList());
    live.ifPresent(now -> all.addAll(now.subscriptions.problems()));
    return all;
  }

  int items() {
    return live.map(now -> now.subscriptions.items()).orElse(0);
  }

  int subscriptions() {
    return live.map(now -> now.subscriptions.subscriptions()).orElse(0);
  }
}
