package io.integrationhost.cli.systemd;

import io.integrationhost.admin.health.Health;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Systemd, which started the host and wants to know how it is: ready as soon as devices can be
 * served, after a minute in any case; alive as long as threads have time for their work; a line of
 * what there is. Safe for any thread.
 */
public final class Systemd implements AutoCloseable {

  /** Where systemd listens; Java's own name for it does not exist. */
  public static final String SOCKET = "NOTIFY_SOCKET";

  private static final String NATIVE_OFF = "io.netty.transport.noNative";

  private static final Logger log = LoggerFactory.getLogger(Systemd.class);

  /** For how long readiness is waited for: an integration without a server must not hold it up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration FIRST_LOOKS = Duration.ofMillis(250);
  private static final Duration LOOKS = Duration.ofSeconds(10);

  /** Of the time after which systemd ends a silent host. */
  private static final int LOOKS_PER_WATCHDOG = 3;

  /**
   * What is told; asked on the thread {@code systemd-1}, so none of it may wait.
   *
   * @param status one line for people
   */
  public record Telling(Supplier<Health> ready, Supplier<Health> live, Supplier<String> status) {}

  private final NotifySocket socket;
  private final Telling telling;
  private final Optional<Duration> watchdog;
  private final long patienceNanos;
  private final long begin = System.nanoTime();
  private String told = "";
  private boolean ready;
  private boolean silent;
  private boolean stopping;

  private Systemd(
      NotifySocket socket, Telling telling, Optional<Duration> watchdog, Duration patience) {
    this.socket = socket;
    this.telling = telling;
    this.watchdog = watchdog;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * To be called before the network's library is used: without systemd it loads no native code, and
   * serves and dials as it does on every system.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static void prepare(Map<String, String> environment) {
    if (!environment.containsKey(SOCKET) && System.getProperty(NATIVE_OFF) == null) {
      System.setProperty(NATIVE_OFF, "true");
    }
  }

  /**
   * Begins to tell, if the environment says that somebody wants to know. Never fails: that the host
   * serves devices matters more.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static Optional<Systemd> start(Map<String, String> environment, Telling telling) {
    return start(environment, telling, PATIENCE);
  }

  static Optional<Systemd> start(
      Map<String, String> environment, Telling telling, Duration patience) {
    String name = environment.getOrDefault(SOCKET, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      Systemd manager =
          new Systemd(NotifySocket.open(name), telling, watchdog(environment), patience);
      manager.later(Duration.ZERO);
      return Optional.of(manager);
    } catch (IOException | RuntimeException | LinkageError e) {
      log.warn(
          "systemd waits to be told that this host is ready, and cannot be told: {}; it will end"
              + " the host unless its unit has Type=exec and WatchdogSec=0 (systemctl edit"
              + " integration-host)",
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Empty when systemd does not watch this process. */
  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String process = environment.getOrDefault("WATCHDOG_PID", "");
    if (!process.isEmpty() && !process.equals(String.valueOf(ProcessHandle.current().pid()))) {
      return Optional.empty();
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return Optional.of(Duration.of(micros, ChronoUnit.MICROS))
          .filter(each -> !each.isNegative() && !each.isZero());
    } catch (NumberFormatException e) {
      log.warn("WATCHDOG_USEC is no number, so systemd is not told that the host lives");
      return Optional.empty();
    }
  }

  private void later(Duration delay) {
    var unused = socket.timer().schedule(this::look, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whatever is wrong, the next look comes. */
  private synchronized void look() {
    if (stopping) {
      return;
    }
    try {
      tell();
    } catch (RuntimeException | Error e) {
      warn(e);
    } finally {
      later(pause());
    }
  }

  private static void warn(Throwable problem) {
    try {
      log.warn("systemd could not be told how the host is; trying again", problem);
    } catch (RuntimeException | Error unsaid) {
      // No memory for the line either: the next time matters more.
    }
  }

  private Duration pause() {
    Duration longest = ready ? LOOKS : FIRST_LOOKS;
    return watchdog
        .map(each -> each.dividedBy(LOOKS_PER_WATCHDOG))
        .filter(each -> each.compareTo(longest) < 0)
        .orElse(longest);
  }

  private void tell() {
    StringBuilder text = new StringBuilder();
    if (!ready && isReady()) {
      ready = true;
      text.append("READY=1\n");
    }
    String status = telling.status().get().replace('\n', ' ');
    if (!status.equals(told)) {
      text.append("STATUS=").append(status).append('\n');
    }
    if (watchdog.isPresent() && lives()) {
      text.append("WATCHDOG=1\n");
    }
    if (text.length() > 0) {
      told = status;
      var unused = socket.send(text.toString()).addListener(sent -> again(sent.isSuccess()));
    }
  }

  /** What did not arrive is told once more, that the host is ready above all. */
  private synchronized void again(boolean arrived) {
    if (!arrived) {
      told = "";
      ready = false;
    }
  }

  private boolean isReady() {
    return telling.ready().get().status() != Health.Status.DOWN
        || System.nanoTime() - begin > patienceNanos;
  }

  private boolean lives() {
    Health live = telling.live().get();
    boolean down = live.status() == Health.Status.DOWN;
    if (down && !silent) {
      log.error("systemd will end and restart this host, as it does not work any more: {}", live);
    }
    silent = down;
    return !down;
  }

  /** The host begins to stop. */
  public synchronized void stopping() {
    stopping = true;
    socket.sendNow("STOPPING=1\nSTATUS=stopping\n");
  }

  /** Tells nothing any more. */
  @Override
  public synchronized void close() {
    stopping = true;
    socket.close();
  }
}
