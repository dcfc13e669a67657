package io.integrationhost.cli.check;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.ground.NearMiss;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.LinkException;
import io.integrationhost.remote.ProbeResult;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginInfo;
import io.integrationhost.runtime.PluginRights;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.SupersededJar;
import io.integrationhost.spool.StoreUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Looks at everything that a run needs: rights, plugin jars, and for each integration name
 * resolution, port, TLS, credentials, whether the plugins can make its transports, whether its
 * scripts can be compiled, and whether its ports are free. Goes on after a problem, so that all are
 * found at once. Starts no transport. Blocks; for a command only.
 */
public final class Check {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HostSettings settings;
  private final Path work;
  private final boolean takeOver;
  private final Consumer<Finding> found;
  private final OpenFiles openFiles = new OpenFiles();

  /**
   * A check.
   *
   * @param work an empty directory; the data directory may belong to a running host
   * @param takeOver whether to ask ThingsBoard also for integrations that a running host serves,
   *     which ends the host's session for a moment
   * @param found hears each finding at once
   */
  public Check(HostSettings settings, Path work, boolean takeOver, Consumer<Finding> found) {
    this.settings = settings;
    this.work = work;
    this.takeOver = takeOver;
    this.found = found;
  }

  /**
   * Looks at everything.
   *
   * @param files that the settings were read from
   */
  public void run(Collection<Path> files) {
    settings.notes().forEach(note -> found.accept(Finding.warning("settings", note)));
    new SecretFiles(settings).findings(files).forEach(found);
    RunningHost host = dataDirectory();
    new PluginRights(settings.plugins())
        .warnings()
        .forEach(warning -> found.accept(Finding.warning("plugins", warning)));
    try (PluginRuntime plugins = new PluginRuntime(settings.plugins().withWorkDirectory(work));
        ConverterEngine converters = new ConverterEngine(settings.converter(), Clock.systemUTC());
        LinkChannels links = new LinkChannels()) {
      plugins.loadAll();
      plugins(plugins.catalog());
      isolation(settings.converter().isolation());
      IntegrationCheck integrations =
          new IntegrationCheck(
              plugins,
              new ConverterCheck(converters, PATIENCE),
              new Ports(host, openFiles),
              work,
              PATIENCE,
              found);
      for (IntegrationSettings integration : settings.integrations()) {
        Optional<IntegrationConfiguration> configuration =
            host.isRunning() && !takeOver ? known(integration, links) : probe(integration, links);
        if (configuration.isPresent()) {
          integrations.look(integration, configuration.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      found.accept(Finding.problem("check", "was interrupted, so not everything was looked at"));
    }
  }

  private RunningHost dataDirectory() {
    String subject = "data directory";
    Path directory = settings.dataDirectory();
    Optional<String> problem = new DataDirectory(directory).problem();
    problem.ifPresent(text -> found.accept(Finding.problem(subject, text)));
    try {
      Path spool = directory.resolve("spool");
      if (StoreUse.isOpen(spool)) {
        Optional<Long> process = openFiles.holder(StoreUse.lockFile(spool));
        found.accept(
            Finding.warning(
                subject,
                directory
                    + " is in use by a host that runs"
                    + process.map(each -> ": " + OpenFiles.describe(each)).orElse("")));
        return new RunningHost(true, process);
      }
    } catch (IOException e) {
      found.accept(
          Finding.warning(
              subject,
              "cannot tell whether a host runs on %s (%s); check as the user that runs the host"
                  .formatted(directory, e)));
    }
    if (problem.isEmpty()) {
      found.accept(Finding.ok(subject, directory.toString()));
    }
    return RunningHost.none();
  }

  private void isolation(ConverterLimits.Isolation isolation) {
    if (isolation.mode() == ConverterLimits.Isolation.Mode.PROCESS) {
      int processes = settings.integrations().size();
      found.accept(
          Finding.ok(
              "converters",
              "converter.isolation = process: beside the host itself, the processes for the scripts"
                  + " of %d integration(s) may take up to %d MiB of memory"
                      .formatted(
                          processes, processes * ConverterLimits.Isolation.MIB_PER_PROCESS)));
    }
  }

  private void plugins(PluginCatalog catalog) {
    catalog
        .plugins()
        .forEach(
            plugin -> {
              String subject = "plugin " + plugin.id();
              found.accept(Finding.ok(subject, plugin.version() + " from " + plugin.file()));
              if (plugin.apiVersionRequired().isEmpty()) {
                found.accept(
                    Finding.warning(
                        subject,
                        "does not say which plugin API it was built with; write Plugin-Requires"
                            + " into its manifest"));
              }
            });
    catalog.superseded().stream()
        .map(SupersededJar::message)
        .forEach(message -> found.accept(Finding.warning("plugins", message)));
    catalog
        .rejected()
        .forEach(
            jar ->
                found.accept(
                    Finding.problem("plugin jar " + jar.file(), jar.reason() + "; " + jar.cure())));
    if (catalog.plugins().isEmpty()) {
      found.accept(
          Finding.problem(
              "plugins", "none installed; put plugin jars into " + settings.plugins().places()));
    }
    sectionsOfNobody(catalog.plugins().stream().map(PluginInfo::id).toList());
  }

  private void sectionsOfNobody(List<String> installed) {
    settings.integrations().stream()
        .flatMap(integration -> integration.operator().plugins().keySet().stream())
        .distinct()
        .filter(id -> !installed.contains(id))
        .sorted()
        .forEach(
            id ->
                found.accept(
                    Finding.warning(
                        "settings",
                        "plugins.%s is read by nobody, as no plugin of that id is installed%s"
                            .formatted(
                                id,
                                new NearMiss(id)
                                    .among(installed)
                                    .map(near -> "; did you mean plugins." + near + "?")
                                    .orElse("; install it, or remove the section")))));
  }

  /**
   * What ThingsBoard told the running host last, so that its session can be left alone. One that
   * was never accepted has no session.
   */
  private Optional<IntegrationConfiguration> known(
      IntegrationSettings integration, LinkChannels links) throws InterruptedException {
    if (!settings.rememberConfiguration()) {
      leftAlone(integration, "not looked at");
      return Optional.empty();
    }
    Optional<IntegrationConfiguration> last =
        new ConfigurationStore(
                settings.dataDirectory().resolve("configurations"),
                Runnable::run,
                Clock.systemUTC())
            .load(integration.name(), integration.credentials().routingKey());
    if (last.isEmpty()) {
      return probe(integration, links);
    }
    leftAlone(
        integration,
        "'%s' of type %s, as %s told it last"
            .formatted(last.get().name(), last.get().type(), integration.server()));
    return last;
  }

  private void leftAlone(IntegrationSettings integration, String what) {
    found.accept(
        Finding.warning(
            subject(integration),
            what
                + "; ThingsBoard is not asked, since that would end the running host's session for"
                + " a moment: --take-over does"));
  }

  private Optional<IntegrationConfiguration> probe(
      IntegrationSettings integration, LinkChannels links) throws InterruptedException {
    String subject = subject(integration);
    try {
      ProbeResult result =
          links
              .probe(settings.link().linkOf(integration), PATIENCE)
              .toCompletableFuture()
              .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (result instanceof ProbeResult.Reached reached) {
        IntegrationConfiguration configuration = reached.configuration();
        found.accept(
            Finding.ok(
                subject,
                "'%s' of type %s, accepted by %s%s"
                    .formatted(
                        configuration.name(),
                        configuration.type(),
                        integration.server(),
                        configuration.enabled() ? "" : " (disabled in ThingsBoard)")));
        return Optional.of(configuration);
      }
      if (result instanceof ProbeResult.Failed failed) {
        found.accept(Finding.problem(subject, failed.failure().message()));
      }
    } catch (TimeoutException | ExecutionException | LinkException e) {
      found.accept(
          Finding.problem(
              subject, integration.server() + ": " + IntegrationCheck.cause(e, PATIENCE)));
    }
    return Optional.empty();
  }

  private static String subject(IntegrationSettings integration) {
    return "integration " + integration.name();
  }
}
