package io.integrationhost.runtime;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.runtime.lane.ContextLoader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between one transport and the application's uplinks: counts what is under way, completes
 * on the plugin's thread, and lets go of everything of the plugin when it closes.
 */
final class UplinkGate implements Uplinks {

  private static final Logger LOG = LoggerFactory.getLogger(UplinkGate.class);

  private final String owner;
  private final Uplinks application;
  private final int limit;
  private final Executor completions;
  private final UplinkSpread spread;
  private final LongAdder overLimit = new LongAdder();
  private final ClassLoader hostLoader;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong faults = new AtomicLong();
  private final Set<PendingUplink> pending = ConcurrentHashMap.newKeySet();
  private final AtomicReference<PendingUplink> stranded = new AtomicReference<>();
  private volatile boolean open = true;

  UplinkGate(String owner, Uplinks application, int limit, Executor completions) {
    this(owner, application, limit, completions, UplinkSpread.empty());
  }

  UplinkGate(
      String owner, Uplinks application, int limit, Executor completions, UplinkSpread spread) {
    this.spread = spread;
    this.owner = owner;
    this.application = application;
    this.limit = limit;
    this.completions = completions;
    this.hostLoader = application.getClass().getClassLoader();
  }

  @Override
  public CompletionStage<Receipt> publish(Uplink uplink) {
    if (!open) {
      return CompletableFuture.failedFuture(stopped());
    }
    if (uplink == null) {
      return refused(Receipt.Reason.INVALID, owner + " published null; publish an uplink");
    }
    if (underWay.incrementAndGet() > limit) {
      underWay.decrementAndGet();
      overLimit.increment();
      return refused(
          Receipt.Reason.OVERLOADED,
          owner
              + " has "
              + limit
              + " uplinks under way, which is the limit; read less until receipts arrive");
    }
    return admit(uplink);
  }

  @Override
  public void connected(String deviceName) {
    if (!open || deviceName == null) {
      return;
    }
    ContextLoader scope = ContextLoader.enter(hostLoader);
    try {
      application.connected(deviceName);
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: the host could not note a connected device: {}", owner, e.toString());
    } finally {
      scope.close();
    }
  }

  @Override
  public void disconnected(String deviceName) {
    if (!open || deviceName == null) {
      return;
    }
    ContextLoader scope = ContextLoader.enter(hostLoader);
    try {
      application.disconnected(deviceName);
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: the host could not note a device that left: {}", owner, e.toString());
    } finally {
      scope.close();
    }
  }

  private CompletionStage<Receipt> admit(Uplink uplink) {
    PendingUplink entry;
    try {
      entry = new PendingUplink(this, System.nanoTime());
      pending.add(entry);
    } catch (Throwable e) {
      leave();
      throw e;
    }
    if (uplink instanceof Uplink.Payload payload) {
      spread.payloadBytes().add(payload.bytes().length);
    }
    CompletableFuture<Receipt> stage = entry.stage();
    // close() may have looked at the pending ones before this one was there.
    if (!open && pending.remove(entry)) {
      return CompletableFuture.failedFuture(stopped());
    }
    try {
      Optional<Receipt> refusal = publish(uplink, entry);
      if (refusal.isPresent()) {
        return CompletableFuture.completedFuture(refusal.get());
      }
    } catch (Throwable e) {
      entry.accept(null, e);
    }
    return stage;
  }

  /**
   * Answers with a refusal that is known now, and only with that. Who keeps an order has to hear of
   * it before the next uplink, which might be taken.
   */
  private Optional<Receipt> publish(Uplink uplink, PendingUplink entry) {
    ContextLoader scope = ContextLoader.enter(hostLoader);
    try {
      CompletionStage<Receipt> answer = application.publish(uplink);
      if (answer == null) {
        entry.accept(null, null);
      } else if (isRefusal(answer.toCompletableFuture()) && settle(entry)) {
        leave();
        return Optional.of(answer.toCompletableFuture().join());
      } else {
        var unused = answer.whenComplete(entry);
      }
      return Optional.empty();
    } finally {
      scope.close();
    }
  }

  private static boolean isRefusal(CompletableFuture<Receipt> answer) {
    if (!answer.isDone() || answer.isCompletedExceptionally()) {
      return false;
    }
    Receipt receipt = answer.join();
    return receipt != null && !receipt.isSettled();
  }

  /** Whether the entry was still waiting for the application. */
  boolean settle(PendingUplink entry) {
    return pending.remove(entry);
  }

  /** Brings an answer to the plugin's thread: now, or with a later one when memory has run out. */
  void deliver(PendingUplink answered) {
    if (stranded.get() != null) {
      deliverStranded();
    }
    handOver(answered);
  }

  /** Brings answers to the plugin that could not be handed over before. */
  void deliverStranded() {
    PendingUplink each = stranded.getAndSet(null);
    while (each != null) {
      PendingUplink following = each.next;
      each.next = null;
      handOver(each);
      each = following;
    }
  }

  private void handOver(PendingUplink answered) {
    try {
      completions.execute(answered);
    } catch (Throwable e) {
      // Without memory there is none for a list either, so they are chained to each other.
      PendingUplink first;
      do {
        first = stranded.get();
        answered.next = first;
      } while (!stranded.compareAndSet(first, answered));
    }
  }

  void leave() {
    underWay.decrementAndGet();
  }

  /** The plugin has the receipt of an uplink that was published then. */
  void receipted(long published) {
    leave();
    spread.receiptTimes().add(System.nanoTime() - published);
  }

  /** How much is under way, and what was refused here. */
  UplinkLoad load() {
    return new UplinkLoad(Math.max(0, underWay.get()), overLimit.sum(), faults.get());
  }

  /** The refusal that stands for a fault of the application. */
  Receipt unavailable(Throwable fault) {
    long count = faults.incrementAndGet();
    String what = fault == null ? "no receipt" : fault.toString();
    // One line per doubling: a fault of the host comes with every uplink.
    if (Long.bitCount(count) == 1) {
      LOG.warn("{}: the host could not take an uplink ({} so far): {}", owner, count, what);
    }
    return new Receipt.Rejected(
        Receipt.Reason.UNAVAILABLE,
        "the host could not take the uplink (" + what + "); see its log, and try again later");
  }

  /**
   * Refuses further uplinks and fails those under way, so that nothing here leads to the plugin.
   */
  void close() {
    open = false;
    deliverStranded();
    TransportException reason = stopped();
    for (PendingUplink entry : List.copyOf(pending)) {
      if (pending.remove(entry)) {
        completions.execute(entry.abandon(reason));
      }
    }
  }

  private TransportException stopped() {
    return new TransportException(
        TransportException.Kind.UNAVAILABLE,
        owner
            + " has stopped: the host takes no more uplinks from it, and those without a"
            + " receipt may or may not be stored");
  }

  private static CompletionStage<Receipt> refused(Receipt.Reason reason, String message) {
    return CompletableFuture.completedFuture(new Receipt.Rejected(reason, message));
  }
}
