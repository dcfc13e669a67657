package io.integrationhost.runtime.wire;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wire of one transport. Safe for any thread; never blocks. */
public final class TransportWire implements Wire {

  /** So many open sessions are listed; more are counted only. */
  public static final int MOST_LISTED = 20_000;

  /** A longer copy is cut for whoever watches. */
  public static final int MOST_COPIED = 4_096;

  private static final Logger log = LoggerFactory.getLogger(TransportWire.class);
  private static final int MOST_TEXT = 200;

  private final String owner;
  private final Clock clock;
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final Tally<Refusal> refusals = new Tally<>(Refusal.class, Refusal.OTHER);
  private final Tally<Fault> faults = new Tally<>(Fault.class, Fault.OTHER);
  private final Tally<End> ends = new Tally<>(End.class, End.OTHER);
  private final Set<SessionLine> lines = ConcurrentHashMap.newKeySet();
  private final AtomicInteger listed = new AtomicInteger();
  private final AtomicInteger paused = new AtomicInteger();
  private final AtomicReference<WireWatcher> watcher = new AtomicReference<>();
  private volatile boolean stopped;

  /**
   * Nothing has passed yet.
   *
   * @param owner as messages name the transport
   */
  public TransportWire(String owner, Clock clock) {
    this.owner = owner;
    this.clock = clock;
  }

  @Override
  public Line opened(Source source, String remoteAddress) {
    if (stopped) {
      return Wire.SILENT.opened(source, remoteAddress);
    }
    opened.increment();
    SessionLine line =
        new SessionLine(
            this,
            source == null ? "" : text(source.session()),
            text(remoteAddress),
            clock.instant());
    if (listed.incrementAndGet() <= MOST_LISTED) {
      lines.add(line);
    } else {
      listed.decrementAndGet();
    }
    tell(looking -> looking.opened(line.view()));
    if (stopped) {
      line.closed(End.STOPPED);
    }
    return line;
  }

  @Override
  public void refused(Refusal why) {
    refusals.add(why, 1);
  }

  /** What has passed until now. */
  public WireCounts counts() {
    return new WireCounts(
        opened.sum(),
        Math.max(0, opened.sum() - closed.sum()),
        paused.get(),
        refusals.sums(),
        received.sum(),
        reads.sum(),
        sent.sum(),
        writes.sum(),
        faults.sums(),
        ends.sums());
  }

  /** The sessions of now, as far as they are listed. */
  public List<SessionView> sessions() {
    return lines.stream().map(SessionLine::view).toList();
  }

  /**
   * Has somebody look at all sessions, in place of who did before.
   *
   * @param next empty: nobody looks
   */
  public void watch(Optional<WireWatcher> next) {
    watcher.set(next.orElse(null));
  }

  /** The transport has stopped: what is open is over, and nothing more is counted as open. */
  public void close() {
    stopped = true;
    watcher.set(null);
    List.copyOf(lines).forEach(line -> line.closed(End.STOPPED));
    long unlisted = opened.sum() - closed.sum();
    if (unlisted > 0) {
      closed.add(unlisted);
      ends.add(End.STOPPED, unlisted);
    }
  }

  boolean isWatched() {
    return watcher.get() != null;
  }

  void received(int bytes) {
    received.add(bytes);
    reads.increment();
  }

  void sent(int bytes) {
    sent.add(bytes);
    writes.increment();
  }

  void paused(int more) {
    paused.addAndGet(more);
  }

  void fault(Fault why) {
    faults.add(why, 1);
  }

  void copy(SessionLine line, byte[] bytes, boolean fromPeer) {
    if (bytes != null) {
      tell(
          looking -> {
            byte[] own = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_COPIED));
            if (fromPeer) {
              looking.received(line.view(), own, bytes.length);
            } else {
              looking.sent(line.view(), own, bytes.length);
            }
          });
    }
  }

  private void tell(Consumer<WireWatcher> what) {
    WireWatcher looking = watcher.get();
    if (looking == null) {
      return;
    }
    try {
      what.accept(looking);
    } catch (RuntimeException | Error e) {
      // A fault of who looks must not reach the plugin, nor come again with each read.
      watcher.compareAndSet(looking, null);
      log.warn("{}: nobody watches it any more, since the watcher failed: {}", owner, e.toString());
    }
  }

  void ended(SessionLine line, End why) {
    if (lines.remove(line)) {
      listed.decrementAndGet();
    } else if (stopped) {
      // Not listed, and counted by the stop.
      return;
    }
    closed.increment();
    ends.add(why, 1);
    tell(looking -> looking.closed(line.view(), why == null ? End.OTHER : why));
  }

  static String text(String told) {
    if (told == null) {
      return "";
    }
    return told.length() > MOST_TEXT ? told.substring(0, MOST_TEXT) + "..." : told;
  }
}
