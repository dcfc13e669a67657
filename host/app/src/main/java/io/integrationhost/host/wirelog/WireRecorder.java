package io.integrationhost.host.wirelog;

import io.integrationhost.host.store.PrivateDirectory;
import io.integrationhost.plugin.Wire;
import io.integrationhost.runtime.wire.SessionView;
import io.integrationhost.runtime.wire.TransportWire;
import io.integrationhost.runtime.wire.WireWatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a wire log. Threads of plugins note; the storage thread writes, some at a time. */
final class WireRecorder {

  static final int PLACES = 8_192;

  private static final Logger log = LoggerFactory.getLogger(WireRecorder.class);
  private static final int MOST_BYTES_WAITING = 8 << 20;
  private static final int MOST_BYTES_AT_ONCE = 2 << 20;
  private static final int MOST_TRANSPORTS = 20;
  private static final long LOOK_MILLIS = 100;
  private static final byte[] NOTHING = {};

  private final String integration;
  private final PrivateDirectory directory;
  private final WireLogWish wish;
  private final Instant until;
  private final ScheduledExecutorService storage;
  private final Clock clock;
  private final long mostOfAFile;
  private final Consumer<WireRecorder> over;
  private final Queue<Noted> noted = new ArrayBlockingQueue<>(PLACES);
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final Map<TransportWire, Runnable> watched = new HashMap<>();
  private final Map<String, WireFile> files = new HashMap<>();
  private Optional<Future<?>> timer = Optional.empty();
  private volatile boolean ended;
  private long told;

  private record Noted(String transport, WireLine line) {}

  /**
   * A run that has not begun.
   *
   * @param over told when it has ended by itself
   */
  WireRecorder(
      String integration,
      PrivateDirectory directory,
      WireLogWish wish,
      Instant until,
      ScheduledExecutorService storage,
      Clock clock,
      long mostOfAFile,
      Consumer<WireRecorder> over) {
    this.integration = integration;
    this.directory = directory;
    this.wish = wish;
    this.until = until;
    this.storage = storage;
    this.clock = clock;
    this.mostOfAFile = mostOfAFile;
    this.over = over;
  }

  Instant until() {
    return until;
  }

  WireLogWish wish() {
    return wish;
  }

  long dropped() {
    return dropped.sum();
  }

  synchronized void start() {
    try {
      timer =
          Optional.of(
              storage.scheduleWithFixedDelay(
                  this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      // The host is stopping.
      ended = true;
    }
  }

  synchronized void watch(String transport, TransportWire wire) {
    if (!ended && wish.transport().filter(name -> !name.equals(transport)).isEmpty()) {
      Runnable former = watched.put(wire, wire.watch(new Noting(transport)));
      if (former != null) {
        former.run();
      }
    }
  }

  synchronized void forget(TransportWire wire) {
    Optional.ofNullable(watched.remove(wire)).ifPresent(Runnable::run);
  }

  /** Notes nothing more; what is noted is written soon. */
  void end() {
    stop();
    try {
      storage.execute(this::finish);
    } catch (RejectedExecutionException e) {
      // The host is stopping; the system closes the files.
      log.debug("integration '{}': its wire log ends with the host", integration);
    }
  }

  private synchronized void stop() {
    ended = true;
    watched.values().forEach(Runnable::run);
    watched.clear();
    timer.ifPresent(each -> each.cancel(false));
  }

  private final class Noting implements WireWatcher {

    private final String transport;

    Noting(String transport) {
      this.transport = transport;
    }

    @Override
    public void received(SessionView session, byte[] bytes, int length) {
      note('<', session, bytes, length, "");
    }

    @Override
    public void sent(SessionView session, byte[] bytes, int length) {
      note('>', session, bytes, length, "");
    }

    @Override
    public void opened(SessionView session) {
      note('+', session, NOTHING, 0, "");
    }

    @Override
    public void closed(SessionView session, Wire.End why) {
      note('-', session, NOTHING, 0, why.name().toLowerCase(Locale.ROOT));
    }

    private void note(char sign, SessionView session, byte[] bytes, int length, String remark) {
      if (ended
          || wish.session().filter(name -> !name.equals(session.source())).isPresent()
          || wish.device()
              .filter(name -> !Optional.of(name).equals(session.device()))
              .isPresent()) {
        return;
      }
      if (waiting.addAndGet(bytes.length) > MOST_BYTES_WAITING
          || !noted.offer(
              new Noted(
                  transport,
                  new WireLine(clock.instant(), sign, session, bytes, length, remark)))) {
        waiting.addAndGet(-bytes.length);
        dropped.increment();
      }
    }
  }

  /** On the storage thread. */
  private void look() {
    if (write(MOST_BYTES_AT_ONCE) && !clock.instant().isBefore(until) && !ended) {
      stop();
      finish();
      over.accept(this);
      log.info(
          "integration '{}': its wire log in {} has ended; {} lines were left out",
          integration,
          directory.path(),
          dropped.sum());
    }
  }

  /** On the storage thread, last of all. */
  private void finish() {
    if (write(Integer.MAX_VALUE)) {
      closeFiles();
    }
  }

  private void closeFiles() {
    for (WireFile file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        log.warn("integration '{}': its wire log cannot be closed: {}", integration, e.toString());
      }
    }
    files.clear();
  }

  /** Whether it could be written. */
  private boolean write(int most) {
    try {
      int bytes = 0;
      Noted next = noted.poll();
      while (next != null) {
        waiting.addAndGet(-next.line().bytes().length);
        write(next.transport(), next.line().text(wish.hex()));
        bytes += next.line().bytes().length;
        next = bytes > most ? null : noted.poll();
      }
      long missed = dropped.sum() - told;
      if (missed > 0 && !files.isEmpty()) {
        told += missed;
        for (WireFile file : files.values()) {
          file.write(bytes("... " + missed + " lines were left out before this one\n"));
        }
      }
      return true;
    } catch (IOException e) {
      stop();
      noted.clear();
      closeFiles();
      log.warn(
          "integration '{}': its wire log ends, since {} cannot be written: {}; make room, or the"
              + " directory writable, and begin it again",
          integration,
          directory.path(),
          e.toString());
      over.accept(this);
      return false;
    }
  }

  private void write(String transport, String line) throws IOException {
    String name = transport.replaceAll("[^A-Za-z0-9._-]", "_");
    WireFile file = files.get(name);
    if (file == null) {
      if (files.size() >= MOST_TRANSPORTS) {
        dropped.increment();
        return;
      }
      file = new WireFile(directory, name, mostOfAFile);
      files.put(name, file);
    }
    file.write(bytes(line));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
