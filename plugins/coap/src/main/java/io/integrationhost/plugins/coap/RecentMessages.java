package io.integrationhost.plugins.coap;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;

/**
 * Knows a repeated message for as long as devices repeat one (247 s by RFC 7252), and so many
 * messages at most, whoever sends them: the library's own keep all of that time, which at 10,000
 * messages a second are millions. Thread-safe.
 */
final class RecentMessages implements Deduplicator {

  private static final long LIFETIME = TimeUnit.SECONDS.toNanos(247);

  /** A device has four repetitions; some messages of each are enough. */
  private static final int PER_PEER = 4;

  private record Kept(Exchange exchange, long at) {}

  private final Map<KeyMID, Kept> kept = new LinkedHashMap<>();
  private final int most;
  private final LongSupplier nanos;

  RecentMessages(int peers, LongSupplier nanos) {
    most = (int) Math.min(1_000_000L, (long) peers * PER_PEER);
    this.nanos = nanos;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {
    clear();
  }

  /** Needs no thread: what is old is dropped when something new comes. */
  @Override
  public void setExecutor(ScheduledExecutorService executor) {}

  @Override
  public synchronized Exchange findPrevious(KeyMID key, Exchange exchange) {
    long now = nanos.getAsLong();
    dropOld(now);
    Kept previous = kept.get(key);
    if (previous != null) {
      return previous.exchange();
    }
    kept.put(key, new Kept(exchange, now));
    return null;
  }

  private void dropOld(long now) {
    Iterator<Kept> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      Kept each = oldest.next();
      if (kept.size() < most && now - each.at() < LIFETIME) {
        return;
      }
      oldest.remove();
    }
  }

  @Override
  public synchronized boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
    Kept found = kept.get(key);
    if (found != null && found.exchange() != previous) {
      return false;
    }
    kept.remove(key);
    kept.put(key, new Kept(exchange, nanos.getAsLong()));
    return true;
  }

  @Override
  public synchronized Exchange find(KeyMID key) {
    Kept found = kept.get(key);
    return found == null ? null : found.exchange();
  }

  @Override
  public synchronized boolean isEmpty() {
    return kept.isEmpty();
  }

  @Override
  public synchronized int size() {
    return kept.size();
  }

  @Override
  public synchronized void clear() {
    kept.clear();
  }
}
