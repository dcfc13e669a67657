package io.integrationhost.admin;

import io.integrationhost.admin.access.BrowserSessions;
import io.integrationhost.admin.access.Gate;
import io.integrationhost.admin.access.LoginLimit;
import io.integrationhost.admin.access.OwnPages;
import io.integrationhost.admin.access.TokenFile;
import io.integrationhost.admin.access.Tokens;
import io.integrationhost.admin.api.Api;
import io.integrationhost.admin.api.LogPort;
import io.integrationhost.admin.exchange.RequestWatch;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.health.Health;
import io.integrationhost.admin.health.HealthChecks;
import io.integrationhost.admin.http.Front;
import io.integrationhost.admin.http.HttpServer;
import io.integrationhost.admin.http.Pages;
import io.integrationhost.admin.live.EventLog;
import io.integrationhost.admin.live.Live;
import io.integrationhost.admin.live.Streams;
import io.integrationhost.admin.live.Watching;
import io.integrationhost.admin.metrics.AdminCounters;
import io.integrationhost.admin.metrics.LogFigures;
import io.integrationhost.admin.metrics.Metrics;
import io.integrationhost.host.Host;
import io.integrationhost.host.settings.AdminSettings;
import io.integrationhost.host.settings.AdminTls;
import io.integrationhost.host.store.PrivateDirectory;
import io.integrationhost.runtime.jar.ApiCompatibility;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own port: opens it, or tries to again and again, and looks after all that is behind
 * it, on one thread ({@code admin-timer-1}). Nothing here can stop the way of a reading.
 */
public final class Admin implements AutoCloseable {

  /** In the data directory: where the port is. */
  public static final String PORT_FILE = "admin.port";

  private static final Logger log = LoggerFactory.getLogger(Admin.class);
  private static final Duration AGAIN = Duration.ofSeconds(30);
  private static final Duration GAUGES = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int KEEP_ALIVE_SECONDS = 15;
  private static final int FILES_SECONDS = 5;
  private static final long ANSWERS_MILLIS = 200;
  private static final String CONSOLE = "io/integrationhost/console";

  private final AdminSettings settings;
  private final Front front;
  private final RequestWatch watch;
  private final TokenFile tokenFile;
  private final HealthChecks health;
  private final Live live;
  private final Streams streams;
  private final Watching watching;
  private final Api api;
  private final PrivateDirectory data;
  private final AutoCloseable playground;
  private final ScheduledThreadPoolExecutor timer;
  private volatile Optional<HttpServer> server = Optional.empty();
  private volatile Optional<InetSocketAddress> address = Optional.empty();
  private String told = "";
  private long seconds;
  private boolean closed;

  private Admin(
      Host host, EventLog events, Api.Around around, Supplier<LogFigures> logged, Clock clock) {
    this.settings = host.settings().admin();
    this.timer = timer();
    this.data =
        new PrivateDirectory(host.settings().dataDirectory(), "where this host can be asked");
    this.playground = around.playground();
    AdminCounters counters = new AdminCounters();
    this.watch = new Counting(counters);
    Tokens tokens = new Tokens(settings.tokens());
    this.tokenFile = TokenFile.open(settings, host.settings().dataDirectory(), tokens);
    this.health = new HealthChecks(host, System::nanoTime);
    Gate gate = gate(tokens, clock);
    this.streams =
        new Streams(request -> gate.stillKnows(request.head(), request.caller()), counters);
    this.watching = new Watching(host, streams, counters, clock);
    LogPort lines = around.log();
    this.live =
        new Live(
            host,
            events,
            streams,
            () -> lines.count(LogPort.Level.WARN),
            () -> lines.count(LogPort.Level.ERROR),
            clock);
    Metrics metrics =
        new Metrics(
            () -> host.figures(GAUGES),
            () -> health.ready().status() != Health.Status.DOWN,
            logged,
            counters,
            new Metrics.Build(around.version(), ApiCompatibility.ofThisHost().offered()),
            clock);
    this.api =
        new Api(host, around, gate, health, metrics, live, events, streams, watching, timer, clock);
    this.front =
        new Front(api.routes(), gate, new Pages(Admin.class.getClassLoader(), CONSOLE), events);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "admin-timer-1");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  private Gate gate(Tokens tokens, Clock clock) {
    boolean loopback = HttpServer.isLoopback(settings.address());
    return new Gate(
        loopback || settings.tls().isPresent() || settings.insecure(),
        loopback || settings.anonymousMetrics(),
        new OwnPages(settings.hostNames()),
        tokens,
        settings.tls().map(AdminTls::clients).orElse(List.of()),
        new BrowserSessions(clock, tokens),
        new LoginLimit(System::nanoTime),
        watch);
  }

  /**
   * Opens the port of a host soon; returns at once. A port that cannot be opened is logged, and
   * tried again.
   *
   * @param events was told of the host's states from its start on
   * @param around what is asked of the program around the host
   * @param logged how much was logged
   */
  public static Admin start(
      Host host, EventLog events, Api.Around around, Supplier<LogFigures> logged, Clock clock) {
    Admin admin = new Admin(host, events, around, logged, clock);
    var unused = admin.timer.scheduleWithFixedDelay(admin::tick, 0, 1_000, TimeUnit.MILLISECONDS);
    var unusedToo =
        admin.timer.scheduleWithFixedDelay(
            admin::lookForAnswers, ANSWERS_MILLIS, ANSWERS_MILLIS, TimeUnit.MILLISECONDS);
    return admin;
  }

  /** Where it listens; empty while it cannot. */
  public Optional<InetSocketAddress> address() {
    return address;
  }

  /** All operations, for whoever compares them with their description. */
  List<Route> routes() {
    return api.routes().all();
  }

  /** How many connections are open. */
  int connections() {
    return server.map(HttpServer::connections).orElse(0);
  }

  /** A server for the same on another port. */
  HttpServer another(int port) throws IOException {
    AdminSettings same =
        new AdminSettings(
            true,
            settings.address(),
            port,
            settings.insecure(),
            settings.tls(),
            settings.hostNames(),
            settings.tokens(),
            settings.tokenFile(),
            settings.anonymousMetrics(),
            settings.histogramsPerIntegration());
    return new HttpServer(same, front, watch);
  }

  /** A second has passed. Whatever is wrong, the next one comes. */
  private void tick() {
    try {
      if (server.isEmpty() && seconds % AGAIN.toSeconds() == 0) {
        open();
      }
      live.tick();
      api.look();
      watching.look();
      server.ifPresent(HttpServer::look);
      if (seconds % FILES_SECONDS == 0) {
        tokenFile.look();
        server.ifPresent(HttpServer::followFiles);
      }
      streams.look();
      if (seconds % KEEP_ALIVE_SECONDS == 0) {
        streams.keepAlive();
      }
    } catch (RuntimeException | Error e) {
      tell("the host's own port could not be looked after; trying again", e);
    }
    seconds++;
  }

  private void lookForAnswers() {
    try {
      watching.taps().lookForAnswers();
    } catch (RuntimeException | Error e) {
      tell("answers to frames that are watched are not seen now; trying again", e);
    }
  }

  private static void tell(String what, Throwable failure) {
    try {
      log.error(what, failure);
    } catch (RuntimeException | Error unsaid) {
      // No memory for the line either: the next time matters more.
    }
  }

  private void open() {
    try {
      HttpServer fresh = new HttpServer(settings, front, watch);
      InetSocketAddress bound = fresh.start();
      synchronized (this) {
        if (closed) {
          fresh.stop();
          return;
        }
        server = Optional.of(fresh);
      }
      address = Optional.of(bound);
      tell(bound.getPort());
      log.info(
          "health, metrics and API at {}://{}:{}",
          settings.tls().isPresent() ? "https" : "http",
          settings.address(),
          bound.getPort());
      told = "";
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(told)) {
        log.error(
            "the host's own port {}:{} cannot be opened: {}; free it, or set admin.port (environment"
                + " variable ADMIN_PORT) to another one, or to 0 for any; devices are served all the"
                + " same, and it is tried again every {} s",
            settings.address(),
            settings.port(),
            problem,
            AGAIN.toSeconds());
      }
      told = problem;
    }
  }

  private void tell(int port) {
    try {
      data.write(PORT_FILE, (port + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.warn(
          "{} cannot be written ({}), so commands find the port only by the settings; make the"
              + " directory writable",
          data.path().resolve(PORT_FILE),
          e.toString());
    }
  }

  /** The host begins to stop: from now on it is not ready. */
  public void stopping() {
    health.stopping();
  }

  /** Closes the port; waits a moment at most. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    watching.close();
    streams.close();
    timer.shutdown();
    try {
      if (!timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
    server.ifPresent(HttpServer::stop);
    try {
      if (server.isPresent()) {
        data.remove(PORT_FILE);
      }
      playground.close();
    } catch (Exception e) {
      log.warn("the host's own port left something behind", e);
    }
  }

  /** Brings what the server tells to the metrics. */
  private record Counting(AdminCounters counters) implements RequestWatch {

    @Override
    public void answered(String route, int status, long nanos) {
      counters.answered(route.isEmpty() ? "other" : route, status, nanos);
    }

    @Override
    public void refused(String reason) {
      counters.refused(AdminCounters.Refusal.valueOf(reason.toUpperCase(java.util.Locale.ROOT)));
    }
  }
}
