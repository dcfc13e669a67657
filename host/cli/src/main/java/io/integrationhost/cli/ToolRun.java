package io.integrationhost.cli;

import com.typesafe.config.Config;
import io.integrationhost.host.plan.IntegrationPlan;
import io.integrationhost.host.plan.PlanException;
import io.integrationhost.host.plan.Planner;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.settings.SettingsException;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportException.Kind;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.runtime.PluginTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What one run of a tool gets. */
record ToolRun(PluginTools tools, SettingsOption settings, String plugin, List<String> args)
    implements ToolContext {

  ToolRun {
    args = List.copyOf(args);
  }

  @Override
  public InputStream in() {
    return System.in;
  }

  @Override
  public PrintStream out() {
    return System.out;
  }

  @Override
  public PrintStream err() {
    return System.err;
  }

  @Override
  public Config config(String integration, String transport) {
    IntegrationSettings known = known(integration);
    IntegrationPlan plan = plan(known);
    return plan.transports().stream()
        .filter(each -> each.name().equals(transport))
        .findFirst()
        .map(each -> tools.over(each.layers()))
        .orElseThrow(
            () ->
                unknown(
                    "integration '"
                        + integration
                        + "' has no transport '"
                        + transport
                        + "' of plugin '"
                        + plugin
                        + "'; of this plugin it has: "
                        + plan.transports().stream()
                            .map(TransportPlan::name)
                            .collect(Collectors.joining(", "))));
  }

  private IntegrationPlan plan(IntegrationSettings known) {
    IntegrationConfiguration last =
        new ConfigurationStore(
                host().dataDirectory().resolve("configurations"), Runnable::run, Clock.systemUTC())
            .load(known.name(), known.credentials().routingKey())
            .orElseThrow(
                () ->
                    unknown(
                        "what ThingsBoard says of integration '"
                            + known.name()
                            + "' is not known here; start the host with it once"));
    try {
      return known
          .operator()
          .over(
              new Planner(tools.catalog())
                  .planInstalled(
                      last.name(), last.type(), last.configuration(), known.plugin(), Set.of()));
    } catch (PlanException e) {
      throw unknown(e.getMessage());
    }
  }

  @Override
  public Path dataDirectory(String integration, String transport) {
    Path directory =
        TransportPlan.directory(host().dataDirectory(), known(integration).name(), transport);
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new TransportException(
          Kind.UNAVAILABLE,
          "the data directory " + directory + " cannot be made (" + e + "); check its rights");
    }
  }

  private HostSettings host() {
    try {
      return settings.load();
    } catch (SettingsException e) {
      throw unknown(e.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
  }

  private IntegrationSettings known(String integration) {
    List<IntegrationSettings> all = host().integrations();
    return all.stream()
        .filter(each -> each.name().equals(integration))
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    "the settings have no integration '"
                        + integration
                        + "', but "
                        + all.stream()
                            .map(IntegrationSettings::name)
                            .collect(Collectors.joining(", "))));
  }

  private static TransportException unknown(String message) {
    return new TransportException(Kind.CONFIGURATION, message);
  }
}
