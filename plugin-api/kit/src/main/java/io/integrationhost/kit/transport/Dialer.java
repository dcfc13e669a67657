package io.integrationhost.kit.transport;

import io.integrationhost.kit.Backoff;
import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.plugin.Endpoint;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One peer that is dialled, again and again until the transport stops; one session at a time. All
 * of it belongs to one loop, but for what {@link Way} has.
 */
final class Dialer<F> implements Way, Guest {

  /** A connection that lasted so long, and brought a frame, was a good one. */
  private static final Duration GOOD = Duration.ofSeconds(60);

  private final Connections<F> all;
  private final Dial.To<F> to;
  private final Backoff backoff;
  private final Away away;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private Optional<Dial<F>> current = Optional.empty();
  private int tries;
  private boolean heard;
  private Optional<String> left = Optional.empty();
  private long since;
  private boolean stopping;
  private volatile Optional<EventLoop> loop = Optional.empty();

  /**
   * Nothing is dialled yet.
   *
   * @throws io.integrationhost.plugin.TransportException when the certificates cannot be used
   */
  Dialer(ClientSettings settings, Connections<F> all, boolean datagrams) {
    Optional<FollowedTls> tls =
        settings.tls().map(each -> FollowedTls.client(each, all.service().context().clock()));
    this.all = all;
    this.to = new Dial.To<>(settings, all, tls, datagrams, this);
    this.backoff = new Backoff(settings.retry().first(), settings.retry().most());
    this.away = new Away(toString(), all.service());
  }

  @Override
  public CompletableFuture<Void> open() {
    EventLoop one = all.service().net().loops().next();
    loop = Optional.of(one);
    one.execute(() -> dial(one));
    return CompletableFuture.completedFuture(null);
  }

  private void dial(EventLoop on) {
    if (stopping) {
      return;
    }
    away.tries();
    var dial = new Dial<>(to, on);
    current = Optional.of(dial);
    dial.reached()
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                reached(dial, on);
              } else {
                again(Dial.text(failure), on);
              }
            });
    dial.begin(tries++);
  }

  private void reached(Dial<F> dial, EventLoop on) {
    since = all.service().net().nanoTime();
    away.ends();
    dial.ended().thenRun(() -> ended(on));
  }

  private void ended(EventLoop on) {
    boolean wasGood = heard && all.service().net().nanoTime() - since >= GOOD.toNanos();
    if (wasGood) {
      backoff.reset();
    } else {
      away.endedEarly();
    }
    again(left.orElse("the connection has ended"), on);
  }

  private void again(String why, EventLoop on) {
    current = Optional.empty();
    left = Optional.empty();
    heard = false;
    if (stopping) {
      gone.complete(null);
      return;
    }
    Duration wait = backoff.next();
    away.failed(why, wait);
    var unused = on.schedule(() -> dial(on), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void heard(long now) {
    heard = true;
  }

  @Override
  public void spoke() {
    // Nobody waits for its first word.
  }

  @Override
  public void leaves(String why) {
    left = Optional.of(why);
  }

  @Override
  public CompletionStage<Void> stop() {
    all.refuseMore();
    if (loop.isEmpty() || !execute(this::end)) {
      gone.complete(null);
    }
    return gone;
  }

  private boolean execute(Runnable task) {
    try {
      loop.ifPresent(on -> on.execute(task));
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  private void end() {
    stopping = true;
    current.ifPresentOrElse(Dial::stop, () -> gone.complete(null));
  }

  @Override
  public void pause(boolean now) {
    all.pause(now);
    execute(() -> current.ifPresent(dial -> dial.pause(now)));
  }

  @Override
  public Optional<String> problem() {
    return away.text();
  }

  @Override
  public Optional<Endpoint> endpoint() {
    return Optional.empty();
  }

  @Override
  public Optional<FollowedTls> tls() {
    return to.tls();
  }

  @Override
  public void forEachLedger(Consumer<Ledger> action) {
    all.forEachLedger(action);
  }

  @Override
  public int size() {
    return away.text().isEmpty() ? 1 : 0;
  }

  @Override
  public long refused() {
    return 0;
  }

  @Override
  public int number() {
    return to.settings().port();
  }

  @Override
  public String toString() {
    return to.settings().host() + ":" + to.settings().port();
  }
}
