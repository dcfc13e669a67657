package io.integrationhost.remote;

import io.integrationhost.remote.SessionOwner.End;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens links and owns what they share: threads, and one connection per server. Thread-safe.
 *
 * <p>It makes threads {@code link-network} (Netty, answers), {@code link-timer}, {@code
 * link-callback} (ends of streams) and {@code link-worker} (listeners, name lookup), all daemons.
 */
public final class LinkChannels implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LinkChannels.class);
  private static final int NETWORK_THREADS = 2;

  private final Patience patience;
  private final DoubleSupplier random;
  private final LinkThreads threads;
  private final ChannelPool channels;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private boolean closed;

  public LinkChannels() {
    this(Patience.standard(), () -> ThreadLocalRandom.current().nextDouble());
  }

  LinkChannels(Patience patience, DoubleSupplier random) {
    this.patience = patience;
    this.random = random;
    threads = new LinkThreads(NETWORK_THREADS);
    // Shorter than the whole attempt, so that a connect timeout is told as such.
    channels = new ChannelPool(threads, patience.connect().multipliedBy(2).dividedBy(3));
  }

  /**
   * Makes a link that does nothing until it is started.
   *
   * @throws LinkException if the files for encryption cannot be used, or this is closed
   */
  public Link open(LinkSettings settings, LinkListener listener) {
    return open(settings, new LinkCounters(), listener);
  }

  /**
   * The same, for a link that counts where its predecessors did.
   *
   * @throws LinkException if the files for encryption cannot be used, or this is closed
   */
  public synchronized Link open(
      LinkSettings settings, LinkCounters counters, LinkListener listener) {
    SharedChannel channel = acquire(settings);
    Link link =
        new Link(
            settings,
            patience,
            channel,
            counters,
            threads.timer(),
            random,
            new EventQueue(settings.name(), listener, threads.workers()),
            ended -> {
              links.remove(ended);
              channels.release(settings.server());
            });
    links.add(link);
    return link;
  }

  /**
   * Tries once whether ThingsBoard accepts an integration, and leaves at once.
   *
   * <p>Not for an integration that some host is running: ThingsBoard would push nothing to that
   * host any more until it reconnects (facts 2.3).
   *
   * @param timeout for ThingsBoard's answer; the result comes at most a few seconds later
   * @return never fails
   * @throws LinkException if the files for encryption cannot be used, or this is closed
   */
  public synchronized CompletionStage<ProbeResult> probe(LinkSettings settings, Duration timeout) {
    SharedChannel channel = acquire(settings);
    Probe probe = new Probe(() -> channels.release(settings.server()));
    Session session =
        new Session(settings, patience.withConnect(timeout), channel, new LinkCounters(), probe);
    return probe.run(session, threads.timer());
  }

  /** What the connections hold of memory for their buffers. Any thread. */
  public PooledMemory pooledMemory() {
    return channels.pooledMemory();
  }

  /** Closes all links and waits for them, for a bounded time. Idempotent. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    CompletableFuture<?>[] closing =
        links.stream()
            .map(link -> link.close().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(closing)
          .get(patience.leave().plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      log.warn("not all links could be closed in good order: {}", late.toString());
    }
    channels.close();
    threads.close();
  }

  private SharedChannel acquire(LinkSettings settings) {
    if (closed) {
      throw new LinkException(settings.name() + ": no link can be opened, the host is stopping");
    }
    return channels.acquire(settings.server());
  }

  /** One attempt that leaves as soon as ThingsBoard has answered. */
  private static final class Probe implements SessionOwner {
    private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    private final Runnable afterEnd;
    private volatile Session session;
    private volatile IntegrationConfiguration reached;

    Probe(Runnable afterEnd) {
      this.afterEnd = afterEnd;
    }

    /**
     * @param attempt reports here
     */
    CompletionStage<ProbeResult> run(Session attempt, ScheduledExecutorService timer) {
      session = attempt;
      attempt.start(timer);
      return result.minimalCompletionStage();
    }

    @Override
    public void accepted(IntegrationConfiguration configuration) {
      reached = configuration;
      session.leave();
    }

    @Override
    public void pushed(Inbound.Push push) {
      // What is pushed is meant for the host that runs the integration.
    }

    @Override
    public void answerNotAskedFor(long items) {}

    @Override
    public void writable() {
      // Nothing to send.
    }

    @Override
    public void ended(End end) {
      afterEnd.run();
      result.complete(
          reached != null
              ? new ProbeResult.Reached(reached)
              : new ProbeResult.Failed(end.failure()));
    }
  }
}
