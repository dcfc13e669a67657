package io.integrationhost.admin.api;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.live.Taps;
import io.integrationhost.admin.live.WireLogs;
import io.integrationhost.host.settings.AdminScope;
import java.util.List;

/** What passes an integration, for whoever looks. */
final class TapRoutes {

  private static final String ONE = "/api/v1/integrations/{integration}";
  private static final String WIRE_LOG = ONE + "/wire-log";

  private final Integrations integrations;
  private final Taps taps;

  TapRoutes(Integrations integrations, Taps taps) {
    this.integrations = integrations;
    this.taps = taps;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ONE + "/tap", AdminScope.PAYLOADS, Handler.of(this::tap))
            .taking(
                "transport",
                "session",
                "device",
                "direction",
                "failures",
                "text",
                "hex",
                "limit",
                "for"),
        Route.get(WIRE_LOG, AdminScope.READ, Handler.of(this::log)),
        Route.action("POST", WIRE_LOG, AdminScope.PAYLOADS, Handler.of(this::start)),
        Route.action("DELETE", WIRE_LOG, AdminScope.PAYLOADS, Handler.of(this::end)));
  }

  private Answer tap(Request request) {
    return taps.stream(request, integrations.of(request));
  }

  private Answer log(Request request) {
    return Answer.ok(WireLogs.json(integrations.of(request)));
  }

  private Answer start(Request request) {
    return Answer.json(202, WireLogs.start(request, integrations.of(request)));
  }

  private Answer end(Request request) {
    return Answer.json(202, WireLogs.end(integrations.of(request)));
  }
}
