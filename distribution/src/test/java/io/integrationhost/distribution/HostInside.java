package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.host.Host;
import io.integrationhost.host.integration.StatusLog;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The host of the distribution, with its packaged plugins, in this virtual machine: for tests whose
 * subject is not the process. It starts without the time that a new virtual machine takes.
 *
 * <p>All its threads belong to a group of its own. So its lines are told from those of the stand-in
 * beside it, and a thread that it leaves behind is a failure.
 */
final class HostInside implements RunningHost {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FAREWELL = Duration.ofSeconds(20);

  /** Threads that Java and Netty start for the whole process at their first use. */
  private static final List<String> SHARED =
      List.of("ForkJoinPool.commonPool", "CompletableFutureDelay", "globalEventExecutor");

  private final ThreadGroup threads = new ThreadGroup("host");
  private final LinesOfGroup log = LinesOfGroup.listen(threads);
  private volatile Optional<Host> host = Optional.empty();

  private HostInside() {}

  /** Starts it as {@code run --conf} does; what becomes of its integrations is in its lines. */
  static HostInside start(Path settings) {
    HostInside started = new HostInside();
    CompletableFuture<Host> begun = new CompletableFuture<>();
    Thread main =
        new Thread(
            started.threads,
            () -> {
              try {
                begun.complete(run(settings));
              } catch (Throwable e) {
                begun.completeExceptionally(e);
              }
            },
            "host main");
    main.setDaemon(true);
    main.start();
    try {
      started.host =
          Optional.of(
              begun.orTimeout(START.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join());
      return started;
    } catch (CompletionException e) {
      started.log.close();
      throw new AssertionError("the host did not start", e.getCause());
    }
  }

  private static Host run(Path settings) {
    LiveSettings live =
        new LiveSettings(
            new SettingsLoader(HostProcess.distribution(), Map.of()), Optional.of(settings));
    Host host = Host.start(live.start(), Clock.systemUTC(), List.of(new StatusLog()));
    host.follow(live);
    return host;
  }

  /** What runs. */
  Host host() {
    return host.orElseThrow();
  }

  @Override
  public List<String> lines() {
    return log.lines();
  }

  @Override
  public boolean isAlive() {
    return host.isPresent();
  }

  /** Answers 0, as a process that was asked to stop does. */
  @Override
  public int terminate() {
    close();
    return 0;
  }

  @Override
  public void close() {
    if (host.isEmpty()) {
      return;
    }
    Host running = host.orElseThrow();
    host = Optional.empty();
    try (log) {
      log.listenToThisThread();
      running.close();
      await()
          .atMost(FAREWELL)
          .untilAsserted(() -> assertThat(leftBehind()).as("threads left behind").isEmpty());
    }
  }

  private List<String> leftBehind() {
    Thread[] alive = new Thread[threads.activeCount() + 64];
    int count = threads.enumerate(alive);
    return Arrays.stream(alive, 0, count)
        .map(Thread::getName)
        .filter(name -> SHARED.stream().noneMatch(name::startsWith))
        .toList();
  }
}
