package io.integrationhost.admin.api;

import io.integrationhost.admin.access.Gate;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.exchange.Routes;
import io.integrationhost.admin.health.HealthChecks;
import io.integrationhost.admin.live.EventLog;
import io.integrationhost.admin.live.Live;
import io.integrationhost.admin.live.Streams;
import io.integrationhost.admin.live.Watching;
import io.integrationhost.admin.metrics.Metrics;
import io.integrationhost.host.Host;
import io.integrationhost.host.settings.HostSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** All operations of the API. */
public final class Api {

  private final Routes routes;
  private final LoggerLevels levels;

  /**
   * What operations need of the program around the host.
   *
   * @param version of the program
   * @param settings reads a text of settings, to see what is wrong with it
   */
  public record Around(
      String version,
      LogPort log,
      Playground playground,
      Function<String, HostSettings> settings) {}

  /**
   * The operations on one host.
   *
   * @param timer for what is waited for; short tasks only
   */
  public Api(
      Host host,
      Around around,
      Gate gate,
      HealthChecks health,
      Metrics metrics,
      Live live,
      EventLog events,
      Streams streams,
      Watching watching,
      ScheduledExecutorService timer,
      Clock clock) {
    this.levels = new LoggerLevels(around.log(), clock);
    Integrations integrations = new Integrations(host);
    IntegrationJson form = new IntegrationJson(live);
    Patience patience = new Patience(timer);
    HostRoutes ofHost = new HostRoutes(host, health, live, events, around.version(), clock);
    SettingsRoutes settings = new SettingsRoutes(host, around.settings());
    List<Route> all = new ArrayList<>();
    all.addAll(new HealthRoutes(health, metrics).routes());
    all.addAll(new SessionRoutes(gate).routes());
    all.addAll(ofHost.routes());
    all.addAll(settings.routes());
    all.add(
        new Diagnostics(ofHost, settings, integrations, form, events, metrics, around.log(), clock)
            .route());
    all.addAll(new LogRoutes(around.log(), levels, streams).routes());
    all.addAll(new IntegrationRoutes(integrations, form, patience).routes());
    all.addAll(new DownlinkRoutes(integrations).routes());
    all.addAll(new LetterRoutes(integrations, host.settings().dataDirectory()).routes());
    all.addAll(new ConverterRoutes(integrations, around.playground()).routes());
    all.addAll(new PluginRoutes(host, patience).routes());
    all.addAll(new TapRoutes(integrations, watching.taps(), watching.logs()).routes());
    this.routes = new Routes(all);
  }

  public Routes routes() {
    return routes;
  }

  /** Ends what was to last for a while; called about once a second. */
  public void look() {
    levels.look();
  }
}
