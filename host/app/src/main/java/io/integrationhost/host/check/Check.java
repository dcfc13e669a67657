package io.integrationhost.host.check;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.slice.IntegrationPlan;
import io.integrationhost.host.slice.PlanException;
import io.integrationhost.host.slice.Planner;
import io.integrationhost.host.slice.TransportPlan;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.LinkException;
import io.integrationhost.remote.ProbeResult;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginRights;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.TransportRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks plugin jars, then for each integration: name resolution, port, TLS, credentials, and
 * whether the configuration that ThingsBoard gives fits the plugins. Goes on after a problem, so
 * that all are found at once. Blocks; for a command only.
 */
public final class Check {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HostSettings settings;
  private final Path work;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * A check.
   *
   * @param work an empty directory; the data directory may belong to a running host
   */
  public Check(HostSettings settings, Path work) {
    this.settings = settings;
    this.work = work;
  }

  /** Looks at everything. */
  public List<Finding> run() {
    dataDirectory();
    new PluginRights(settings.plugins())
        .warnings()
        .forEach(warning -> add("plugins", true, "note: " + warning));
    try (PluginRuntime plugins = new PluginRuntime(settings.plugins().withWorkDirectory(work));
        ConverterEngine converters = new ConverterEngine(settings.converter(), Clock.systemUTC());
        LinkChannels links = new LinkChannels()) {
      plugins.load();
      plugins(plugins.catalog());
      settings
          .integrations()
          .forEach(integration -> integration(integration, plugins, converters, links));
    }
    return List.copyOf(findings);
  }

  private void dataDirectory() {
    boolean usable =
        Files.isDirectory(settings.dataDirectory())
            ? Files.isWritable(settings.dataDirectory())
            : settings.dataDirectory().getParent() == null
                || Files.isWritable(settings.dataDirectory().getParent());
    add(
        "data directory",
        usable,
        settings.dataDirectory()
            + (usable ? "" : " cannot be written; check rights or set data-directory"));
  }

  private void plugins(PluginCatalog catalog) {
    catalog
        .plugins()
        .forEach(
            plugin ->
                add("plugin " + plugin.id(), true, plugin.version() + " from " + plugin.file()));
    catalog
        .rejected()
        .forEach(jar -> add("plugin jar " + jar.file(), false, jar.reason() + "; " + jar.cure()));
    if (catalog.plugins().isEmpty()) {
      add(
          "plugins",
          false,
          "none installed; put plugin jars into " + settings.plugins().directory());
    }
  }

  private void integration(
      IntegrationSettings integration,
      PluginRuntime plugins,
      ConverterEngine converters,
      LinkChannels links) {
    String subject = "integration " + integration.name();
    try {
      ProbeResult result =
          links
              .probe(settings.link().linkOf(integration), PATIENCE)
              .toCompletableFuture()
              .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (result instanceof ProbeResult.Reached reached) {
        reached(subject, integration, reached.configuration(), plugins, converters);
      } else if (result instanceof ProbeResult.Failed failed) {
        add(subject, false, failed.failure().message());
      }
    } catch (TimeoutException | ExecutionException | LinkException e) {
      add(subject, false, integration.server() + ": " + cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      add(subject, false, "interrupted");
    }
  }

  private void reached(
      String subject,
      IntegrationSettings integration,
      IntegrationConfiguration configuration,
      PluginRuntime plugins,
      ConverterEngine converters) {
    add(
        subject,
        true,
        "'%s' of type %s, accepted by %s%s"
            .formatted(
                configuration.name(),
                configuration.type(),
                integration.server(),
                configuration.enabled() ? "" : " (disabled in ThingsBoard)"));
    try {
      IntegrationPlan plan =
          new Planner(plugins.catalog())
              .plan(
                  configuration.name(),
                  configuration.type(),
                  configuration.configuration(),
                  integration.plugin());
      plan.warnings().forEach(warning -> add(subject, true, "note: " + warning));
      plan.transports().forEach(each -> transport(subject, integration, each, plugins));
      converters.uplink(definition(configuration.uplinkConverter())).close();
      add(subject + ", uplink converter", true, configuration.uplinkConverter().name());
      configuration
          .downlinkConverter()
          .ifPresent(
              each -> {
                converters.downlink(definition(each)).close();
                add(subject + ", downlink converter", true, each.name());
              });
    } catch (PlanException | ConverterException e) {
      add(subject, false, String.valueOf(e.getMessage()));
    }
  }

  private static ConverterDefinition definition(ConverterConfiguration configuration) {
    return new ConverterDefinition(
        configuration.converterId().toString(),
        configuration.name(),
        configuration.configuration(),
        configuration.integrationType(),
        configuration.version());
  }

  private void transport(
      String subject, IntegrationSettings integration, TransportPlan plan, PluginRuntime plugins) {
    TransportRequest request =
        new TransportRequest(
            plan.plugin(),
            integration.name(),
            plan.name(),
            plan.slice(),
            uplink ->
                CompletableFuture.completedFuture(
                    new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, "only a check")),
            work,
            Clock.systemUTC());
    String what = subject + ", transport " + plan.name();
    try {
      HostedTransport transport =
          plugins
              .create(request)
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      add(what, true, "plugin " + plan.plugin());
      transport.warnings().forEach(warning -> add(what, true, "note: " + warning));
    } catch (ExecutionException | TimeoutException e) {
      add(what, false, cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      add(what, false, "interrupted");
    }
  }

  private static String cause(Exception e) {
    if (e instanceof TimeoutException) {
      return "no result within " + PATIENCE.toSeconds() + " s";
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private void add(String subject, boolean good, String message) {
    findings.add(new Finding(subject, good, message));
  }
}
