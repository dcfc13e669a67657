package io.integrationhost.admin.api;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.health.Health;
import io.integrationhost.admin.health.HealthChecks;
import io.integrationhost.admin.metrics.Metrics;
import io.integrationhost.host.settings.AdminScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What probes and Prometheus ask for. */
final class HealthRoutes {

  private final HealthChecks health;
  private final Metrics metrics;

  HealthRoutes(HealthChecks health, Metrics metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.open(
            "GET", "/health/live", Handler.of(request -> answer(request, health.live(), true))),
        Route.open("GET", "/health/ready", Handler.of(this::ready)).taking("strict"),
        Route.open("GET", "/metrics", Handler.of(this::scrape)));
  }

  private Answer ready(Request request) {
    boolean strict = request.flag("strict");
    return answer(request, health.ready(), !strict || health.allRun());
  }

  private static Answer answer(Request request, Health health, boolean wanted) {
    boolean well = wanted && health.status() != Health.Status.DOWN;
    return Answer.json(well ? 200 : 503, health.json(request.may(AdminScope.READ)));
  }

  private Answer scrape(Request request) {
    Metrics.Format format = Metrics.Format.of(request.head().header("accept"));
    ByteArrayOutputStream page = new ByteArrayOutputStream(64 * 1024);
    try {
      metrics.write(page, format);
    } catch (IOException e) {
      throw new UncheckedIOException("memory has no errors", e);
    }
    return new Answer.Bytes(200, format.contentType(), page.toByteArray(), Map.of());
  }
}
