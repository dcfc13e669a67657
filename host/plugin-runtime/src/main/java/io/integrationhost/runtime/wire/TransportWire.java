package io.integrationhost.runtime.wire;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final SessionLog sessionLog;
  private volatile List<WireWatcher> watchers = List.of();
  private volatile boolean stopped;

  /**
   * Nothing has passed yet.
   *
   * @param owner as messages name the transport
   */
  public TransportWire(String owner, Clock clock) {
    this.owner = owner;
    this.clock = clock;
    this.sessionLog = new SessionLog(owner, System::nanoTime);
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
    sessionLog.opened(line);
    tell(watcher -> watcher.opened(line.view()));
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
   * Has somebody look at all sessions, beside whoever does. One that throws looks no more.
   *
   * @return ends that
   */
  public Runnable watch(WireWatcher watcher) {
    change(watcher, true);
    return () -> change(watcher, false);
  }

  private synchronized void change(WireWatcher watcher, boolean looks) {
    List<WireWatcher> changed = new ArrayList<>(watchers);
    changed.removeIf(each -> each == watcher);
    if (looks && !stopped) {
      changed.add(watcher);
    }
    watchers = List.copyOf(changed);
  }

  /** The transport has stopped: what is open is over, and nothing more is counted as open. */
  public void close() {
    stopped = true;
    List.copyOf(lines).forEach(line -> line.closed(End.STOPPED));
    synchronized (this) {
      watchers = List.of();
    }
    long unlisted = opened.sum() - closed.sum();
    if (unlisted > 0) {
      closed.add(unlisted);
      ends.add(End.STOPPED, unlisted);
    }
  }

  /** Milliseconds since 1970. */
  long now() {
    return clock.millis();
  }

  boolean isWatched() {
    return !watchers.isEmpty();
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
    if (watchers.isEmpty() || bytes == null) {
      return;
    }
    SessionView view = line.view();
    tell(
        watcher -> {
          byte[] own = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_COPIED));
          if (fromPeer) {
            watcher.received(view, own, bytes.length);
          } else {
            watcher.sent(view, own, bytes.length);
          }
        });
  }

  private void tell(Consumer<WireWatcher> what) {
    for (WireWatcher each : watchers) {
      try {
        what.accept(each);
      } catch (RuntimeException | Error e) {
        // A fault of who looks must not reach the plugin, nor come again with each read.
        change(each, false);
        log.warn("{}: one that watched it does no more, since it failed: {}", owner, e.toString());
      }
    }
  }

  void ended(SessionLine line, End why) {
    sessionLog.closed(line, why);
    tell(watcher -> watcher.closed(line.view(), why == null ? End.OTHER : why));
    if (lines.remove(line)) {
      listed.decrementAndGet();
    } else if (stopped) {
      // Not listed, and counted by the stop.
      return;
    }
    closed.increment();
    ends.add(why, 1);
  }

  static String text(String told) {
    if (told == null) {
      return "";
    }
    return told.length() > MOST_TEXT ? told.substring(0, MOST_TEXT) + "..." : told;
  }
}
