package io.integrationhost.cli;

import io.integrationhost.admin.Admin;
import io.integrationhost.admin.api.Api;
import io.integrationhost.admin.health.HealthChecks;
import io.integrationhost.admin.live.EventLog;
import io.integrationhost.cli.log.LogTail;
import io.integrationhost.cli.start.ArchiveUpkeep;
import io.integrationhost.cli.start.StartMark;
import io.integrationhost.cli.systemd.Systemd;
import io.integrationhost.host.Host;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.guard.MemoryWatch;
import io.integrationhost.host.integration.StatusLog;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.LogFormat;
import io.integrationhost.host.settings.SettingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = "Runs the host: connects the integrations of the settings to ThingsBoard.",
    footer = {
      "",
      "Runs until it is stopped (Ctrl-C or SIGTERM), then finishes what is under way within the",
      "setting stop-deadline. Integrations that are added to, changed in or removed from the",
      "settings file meanwhile are started, restarted or stopped; the others are left alone.",
      "",
      "Exit code 3: the host ended itself, as memory, threads or processors ran out and it could",
      "not recover; what was acknowledged is stored. Have the service manager start it again.",
      "",
      "Examples:",
      "  integration-host run",
      "  integration-host run --conf /etc/integration-host/site.conf",
      "  RPC_HOST=tb.example.org INTEGRATION_ROUTING_KEY=... INTEGRATION_SECRET=... "
          + "integration-host run"
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private SettingsOption settings;

  @Option(
      names = "--stop-with-input",
      description = {
        "Stops when standard input is closed, so that the host does not outlive the program that",
        "started it."
      })
  private boolean stopWithInput;

  // What a stop finds to close, whenever it comes.
  private volatile Optional<Host> host = Optional.empty();
  private volatile Optional<Admin> admin = Optional.empty();
  private volatile Optional<ArchiveUpkeep> archive = Optional.empty();
  private volatile Optional<Systemd> manager = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    Logging.forService(Home.fromProperty(), settings.file(), format());
    LogTail tail = Logging.tail();
    log.info("Integration Host {} starts", Version.number());
    LiveSettings live = settings.live();
    HostSettings begin = live.start();
    MemoryWatch watch = MemoryWatch.start(begin.stopDeadline());
    // Before anything of others runs: a signal, or a plugin, may end the process at any time.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(watch), "shutdown"));
    EventLog events = new EventLog(Clock.systemUTC());
    Host running = Host.start(begin, Clock.systemUTC(), List.of(new StatusLog(), events), watch);
    host = Optional.of(running);
    watch.closes(running);
    running.follow(live);
    if (begin.admin().enabled()) {
      admin = Optional.of(admin(running, events, tail));
    }
    if (begin.java().archive()) {
      archive =
          ArchiveUpkeep.start(
              Home.fromProperty().directory(), begin.dataDirectory(), Rehearsal.class);
    }
    manager = Systemd.start(System.getenv(), telling(running));
    log.info("Integration Host {} runs; stop it with Ctrl-C or SIGTERM", Version.number());
    if (stopWithInput) {
      stopWithInput();
    }
    CountDownLatch never = new CountDownLatch(1);
    while (!never.await(1, TimeUnit.HOURS)) {
      log.debug("still running");
    }
    return ExitCode.SUCCESS;
  }

  private static Systemd.Telling telling(Host host) {
    HealthChecks health = new HealthChecks(host, System::nanoTime);
    return new Systemd.Telling(health::ready, health::live, () -> counts(host));
  }

  /** Such as {@code 3 integrations: 1 connecting, 2 running}. */
  private static String counts(Host host) {
    Map<Phase, Long> phases =
        host.integrations().stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.status().phase(), TreeMap::new, Collectors.counting()));
    long all = phases.values().stream().mapToLong(Long::longValue).sum();
    return all
        + (all == 1 ? " integration: " : " integrations: ")
        + phases.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  /** A mistake in the settings is told when they are read as a whole. */
  private LogFormat format() {
    try {
      return settings.loadLogFormat();
    } catch (SettingsException e) {
      return LogFormat.TEXT;
    }
  }

  private static Admin admin(Host host, EventLog events, LogTail tail) {
    return Admin.start(
        host,
        events,
        new Api.Around(
            Version.number(),
            tail,
            new ConvertPlayground(host.settings().converter()),
            SettingsOption::read),
        Logging::logged,
        Clock.systemUTC());
  }

  private static void stopWithInput() {
    Thread watch = new Thread(RunCommand::awaitEndOfInput, "standard-input");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEndOfInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
      log.info("standard input was closed");
    } catch (IOException e) {
      log.warn("standard input cannot be read any more", e);
    }
    System.exit(ExitCode.SUCCESS);
  }

  /** Ends the process with the exit code of a success: a requested stop is no failure. */
  private void stop(MemoryWatch watch) {
    if (host.isEmpty()) {
      // A start that failed ends with its own exit code.
      return;
    }
    log.info("stopping");
    manager.ifPresent(Systemd::stopping);
    StartMark.remove();
    archive.ifPresent(ArchiveUpkeep::close);
    // It tells that the host is not ready until nothing is left to tell.
    admin.ifPresent(Admin::stopping);
    watch.close();
    host.ifPresent(Host::close);
    admin.ifPresent(Admin::close);
    log.info("stopped");
    Runtime.getRuntime().halt(ExitCode.SUCCESS);
  }
}
