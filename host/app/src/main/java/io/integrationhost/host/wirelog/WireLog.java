package io.integrationhost.host.wirelog;

import io.integrationhost.host.store.PrivateDirectory;
import io.integrationhost.runtime.HostedTransport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire log of one integration, which runs for some time when somebody asks for it. Safe for any
 * thread; never waits for the disk.
 */
public final class WireLog {

  private static final Logger log = LoggerFactory.getLogger(WireLog.class);

  private final String integration;
  private final PrivateDirectory directory;
  private final ScheduledExecutorService storage;
  private final Clock clock;
  private final Map<HostedTransport, String> present = new HashMap<>();
  private Optional<WireRecorder> running = Optional.empty();
  private boolean closed;

  /**
   * Nothing is written yet.
   *
   * @param storage one thread that may wait for a disk
   */
  public WireLog(
      String integration, Path dataDirectory, ScheduledExecutorService storage, Clock clock) {
    this.integration = integration;
    this.directory =
        new PrivateDirectory(
            dataDirectory.resolve("logs").resolve("wire").resolve(integration),
            "what devices send, maybe with passwords");
    this.storage = storage;
    this.clock = clock;
  }

  /** A transport of the integration was made: it is written too, if others are. */
  public HostedTransport follow(String name, HostedTransport transport) {
    synchronized (this) {
      if (closed) {
        return transport;
      }
      present.put(transport, name);
      running.ifPresent(recorder -> recorder.watch(name, transport.wire()));
    }
    var unused = transport.ended().thenRun(() -> forget(transport));
    return transport;
  }

  private synchronized void forget(HostedTransport transport) {
    present.remove(transport);
    running.ifPresent(recorder -> recorder.forget(transport.wire()));
  }

  /** Writes from now on, in place of what was written before; returns at once. */
  public synchronized WireLogView begin(WireLogWish wish) {
    if (closed) {
      return view();
    }
    end();
    Instant until = clock.instant().plus(wish.time());
    WireRecorder recorder =
        new WireRecorder(
            integration, directory, wish, until, storage, clock, WireFile.MOST_BYTES, this::over);
    running = Optional.of(recorder);
    recorder.start();
    present.forEach((transport, name) -> recorder.watch(name, transport.wire()));
    log.info(
        "integration '{}': what passes between it and its devices is written to {} until {}",
        integration,
        directory.path(),
        until);
    return view();
  }

  /** Ends what is written, if anything is; returns at once. */
  public synchronized WireLogView end() {
    running.ifPresent(WireRecorder::end);
    running = Optional.empty();
    return view();
  }

  /** It has ended by itself. */
  private synchronized void over(WireRecorder recorder) {
    running = running.filter(each -> each != recorder);
  }

  /** How it is now. */
  public synchronized WireLogView view() {
    return new WireLogView(
        running.map(WireRecorder::until),
        running.map(WireRecorder::wish),
        directory.path(),
        running.map(WireRecorder::dropped).orElse(0L));
  }

  /** Nothing is written any more; returns at once. */
  public synchronized void close() {
    closed = true;
    end();
    present.clear();
  }
}
