package io.integrationhost.cli.check;

import io.integrationhost.host.plan.IntegrationPlan;
import io.integrationhost.host.plan.PlanException;
import io.integrationhost.host.plan.Planner;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.TransportRequest;
import io.integrationhost.runtime.UplinkSpread;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Looks at what ThingsBoard says of an integration: its transports, its ports, its converters. */
final class IntegrationCheck {

  private final PluginRuntime plugins;
  private final ConverterCheck converters;
  private final Ports ports;
  private final Path work;
  private final Duration patience;
  private final Consumer<Finding> found;
  private int made;

  IntegrationCheck(
      PluginRuntime plugins,
      ConverterCheck converters,
      Ports ports,
      Path work,
      Duration patience,
      Consumer<Finding> found) {
    this.plugins = plugins;
    this.converters = converters;
    this.ports = ports;
    this.work = work;
    this.patience = patience;
    this.found = found;
  }

  void look(IntegrationSettings integration, IntegrationConfiguration configuration)
      throws InterruptedException {
    String subject = "integration " + integration.name();
    try {
      IntegrationPlan plan =
          integration
              .operator()
              .over(
                  new Planner(plugins.catalog())
                      .plan(
                          configuration.name(),
                          configuration.type(),
                          configuration.configuration(),
                          integration.plugin()));
      plan.warnings().forEach(warning -> found.accept(Finding.warning(subject, warning)));
      for (TransportPlan transport : plan.transports()) {
        transport(integration, transport, configuration.enabled());
      }
    } catch (PlanException e) {
      found.accept(Finding.problem(subject, String.valueOf(e.getMessage())));
    }
    found.accept(
        converters.uplink(subject + ", uplink converter", configuration.uplinkConverter()));
    if (configuration.downlinkConverter().isPresent()) {
      found.accept(
          converters.downlink(
              subject + ", downlink converter", configuration.downlinkConverter().get()));
    }
  }

  private void transport(IntegrationSettings integration, TransportPlan plan, boolean enabled)
      throws InterruptedException {
    String subject = "integration " + integration.name() + ", transport " + plan.name();
    TransportRequest request =
        new TransportRequest(
            plan.plugin(),
            integration.name(),
            plan.name(),
            integration.credentials().routingKey(),
            plan.type(),
            plan.layers(),
            integration.operator().secrets(),
            uplink ->
                CompletableFuture.completedFuture(
                    new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, "only a check")),
            UplinkSpread.empty(),
            work.resolve("transport-" + ++made),
            Clock.systemUTC());
    List<ListeningPort> told;
    try {
      HostedTransport transport = await(plugins.create(plan.copy(), request));
      told = transport.listensOn().stream().map(ListeningPort::of).toList();
      found.accept(Finding.ok(subject, "can be made by plugin " + plan.copy().label()));
      transport.warnings().forEach(warning -> found.accept(Finding.warning(subject, warning)));
      stop(subject, transport);
    } catch (ExecutionException | TimeoutException e) {
      found.accept(Finding.problem(subject, cause(e, patience)));
      return;
    }
    if (enabled) {
      // Those of API 1.0 tell nothing.
      (told.isEmpty() ? ListeningPort.of(plan) : told)
          .stream()
              .filter(port -> port.port() > 0)
              .forEach(port -> found.accept(ports.wanted(subject, port)));
    }
  }

  private void stop(String subject, HostedTransport transport) throws InterruptedException {
    try {
      await(transport.stop());
    } catch (ExecutionException | TimeoutException e) {
      found.accept(Finding.warning(subject, cause(e, patience)));
    }
  }

  private <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  static String cause(Exception e, Duration patience) {
    if (e instanceof TimeoutException) {
      return "no result within " + patience.toSeconds() + " s";
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }
}
