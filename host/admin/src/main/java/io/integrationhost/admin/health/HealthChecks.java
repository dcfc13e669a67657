package io.integrationhost.admin.health;

import io.integrationhost.admin.health.Health.Check;
import io.integrationhost.admin.health.Health.Status;
import io.integrationhost.ground.Problem;
import io.integrationhost.host.Host;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.integration.IntegrationView;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.SettingsReport;
import io.integrationhost.runtime.RejectedJar;
import io.integrationhost.spool.SpoolHealth;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Looks after a host. Safe for any thread. */
public final class HealthChecks {

  /** Of a thread that everything hangs on. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  /** Between two looks for deadlocks, which stop all threads for a moment. */
  private static final Duration DEADLOCKS = Duration.ofSeconds(5);

  private final Host host;
  private final LongSupplier nanoTime;
  private volatile boolean stopping;
  private volatile Deadlock deadlock;

  private record Deadlock(boolean found, long lookedAt) {}

  /**
   * Of one host.
   *
   * @param nanoTime as of {@link System#nanoTime}
   */
  public HealthChecks(Host host, LongSupplier nanoTime) {
    this.host = host;
    this.nanoTime = nanoTime;
    this.deadlock = new Deadlock(false, nanoTime.getAsLong());
  }

  /** The host begins to stop: it is not ready any more. */
  public void stopping() {
    stopping = true;
  }

  /** Whether the process works. */
  public Health live() {
    List<Check> checks = new ArrayList<>();
    host.silence()
        .forEach(
            (thread, silence) ->
                checks.add(
                    silence.compareTo(LONGEST_SILENCE) < 0
                        ? up(thread)
                        : new Check(
                            thread,
                            Status.DOWN,
                            "its threads have had no time for "
                                + silence.toSeconds()
                                + " s; a restart helps, a thread dump tells why")));
    checks.add(
        isDeadlocked()
            ? new Check("deadlock", Status.DOWN, "threads wait for each other for ever; restart")
            : up("deadlock"));
    checks.add(
        host.problem()
            .map(problem -> new Check("memory", Status.DEGRADED, problem))
            .orElse(up("memory")));
    return Health.of(checks);
  }

  private static Check up(String name) {
    return new Check(name, Status.UP, "");
  }

  private boolean isDeadlocked() {
    Deadlock last = deadlock;
    long now = nanoTime.getAsLong();
    if (now - last.lookedAt() < DEADLOCKS.toNanos()) {
      return last.found();
    }
    long[] threads = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    deadlock = new Deadlock(threads != null, now);
    return threads != null;
  }

  /** Whether devices can be served. */
  public Health ready() {
    List<IntegrationView> all = host.integrations().stream().map(RunningIntegration::view).toList();
    List<Check> checks = new ArrayList<>();
    if (stopping) {
      checks.add(new Check("host", Status.DOWN, "the host is stopping"));
    }
    checks.add(settings());
    checks.add(plugins());
    checks.add(spools(all));
    boolean anyServes = all.stream().anyMatch(HealthChecks::serves);
    if (!all.isEmpty() && !anyServes) {
      checks.add(
          new Check("devices", Status.DOWN, "no integration can serve a device; see each of them"));
    }
    all.forEach(each -> checks.add(integration(each)));
    return Health.of(checks);
  }

  /** Whether every integration does what it should, as a person would want to know. */
  public boolean allRun() {
    return host.integrations().stream()
        .map(each -> each.status().phase())
        .allMatch(phase -> phase == Phase.RUNNING || phase == Phase.DISABLED);
  }

  private Check settings() {
    List<Problem> problems = host.settingsReport().map(SettingsReport::problems).orElse(List.of());
    return problems.isEmpty()
        ? up("settings")
        : new Check(
            "settings",
            Status.DEGRADED,
            "the file on the disk cannot be used, the former settings count: " + problems.get(0));
  }

  private Check plugins() {
    List<RejectedJar> rejected = host.plugins().rejected();
    return rejected.isEmpty()
        ? up("plugins")
        : new Check("plugins", Status.DEGRADED, rejected.get(0).message());
  }

  private static Check spools(List<IntegrationView> all) {
    Optional<IntegrationView> closed = first(all, SpoolHealth.State.CLOSED);
    if (closed.isPresent()) {
      return spool(closed.get(), Status.DOWN);
    }
    return first(all, SpoolHealth.State.FAILED)
        .or(() -> first(all, SpoolHealth.State.DISK_FULL))
        .map(each -> spool(each, Status.DEGRADED))
        .orElse(up("spool"));
  }

  private static Optional<IntegrationView> first(
      List<IntegrationView> all, SpoolHealth.State state) {
    return all.stream().filter(each -> each.spool().health().state() == state).findFirst();
  }

  private static Check spool(IntegrationView of, Status status) {
    return new Check(
        "spool", status, "integration '" + of.name() + "': " + of.spool().health().reason());
  }

  /** A disabled integration answers its devices. */
  private static boolean serves(IntegrationView each) {
    return each.servesDevices() || each.status().phase() == Phase.DISABLED;
  }

  private static Check integration(IntegrationView each) {
    String reason = each.status().describe();
    Status status =
        switch (each.status().phase()) {
          case RUNNING, DISABLED -> Status.UP;
          case STARTING -> serves(each) ? Status.DEGRADED : Status.DOWN;
          case STOPPED, STOPPING -> Status.DOWN;
          // Without a configuration, or failed for good: nothing that a restart would change.
          case CONNECTING, REFUSED, FAILED, DEGRADED -> Status.DEGRADED;
        };
    return new Check("integration:" + each.name(), status, status == Status.UP ? "" : reason);
  }
}
