package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.hocon.Redaction;
import io.integrationhost.host.front.TransportView;
import io.integrationhost.host.integration.IntegrationView;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.AdminScope;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.runtime.Layers;
import io.integrationhost.runtime.wire.SessionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What integrations are like, and what is done with them. */
final class IntegrationRoutes {

  private static final long FACTS_MILLIS = 1_000;
  private static final String ONE = "/api/v1/integrations/{integration}";

  private final Integrations integrations;
  private final IntegrationJson form;
  private final Patience patience;

  IntegrationRoutes(Integrations integrations, IntegrationJson form, Patience patience) {
    this.integrations = integrations;
    this.form = form;
    this.patience = patience;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/integrations", AdminScope.READ, Handler.of(this::list))
            .taking("limit", "cursor"),
        Route.get(ONE, AdminScope.READ, this::one),
        Route.get(ONE + "/configuration", AdminScope.READ, Handler.of(this::configuration)),
        Route.get(ONE + "/sessions", AdminScope.READ, Handler.of(this::sessions))
            .taking("limit", "cursor", "transport", "search"),
        Route.action("POST", ONE + "/pause", AdminScope.OPERATE, each -> pause(each, true))
            .taking("wait"),
        Route.action("POST", ONE + "/resume", AdminScope.OPERATE, each -> pause(each, false))
            .taking("wait"),
        Route.action("POST", ONE + "/restart", AdminScope.OPERATE, this::restart).taking("wait"),
        Route.action("POST", ONE + "/reconnect", AdminScope.OPERATE, this::reconnect)
            .taking("wait"));
  }

  private JsonObject json(Request request, RunningIntegration integration) {
    return form.of(integration, request.may(AdminScope.PAYLOADS));
  }

  private Answer list(Request request) {
    List<RunningIntegration> all =
        integrations.all().stream().sorted(Comparator.comparing(RunningIntegration::name)).toList();
    return Answer.ok(
        Page.of(request, all, RunningIntegration::name).json(each -> json(request, each)));
  }

  /** With what plugins tell of their transports, unless they are slow to tell. */
  private CompletionStage<Answer> one(Request request) {
    RunningIntegration integration = integrations.of(request);
    JsonObject json = json(request, integration);
    Map<String, CompletableFuture<Map<String, String>>> facts = new HashMap<>();
    for (TransportView each : integration.view().transports()) {
      each.hosted()
          .ifPresent(
              hosted ->
                  facts.put(
                      each.name(),
                      hosted
                          .facts()
                          .toCompletableFuture()
                          .completeOnTimeout(Map.of(), FACTS_MILLIS, TimeUnit.MILLISECONDS)));
    }
    return CompletableFuture.allOf(facts.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(told -> withFacts(json, facts));
  }

  private static Answer withFacts(
      JsonObject json, Map<String, CompletableFuture<Map<String, String>>> facts) {
    for (JsonElement each : json.getAsJsonArray("transports")) {
      JsonObject transport = each.getAsJsonObject();
      JsonObject told = new JsonObject();
      Optional.ofNullable(facts.get(transport.get("name").getAsString()))
          .ifPresent(stage -> stage.join().forEach(told::addProperty));
      if (told.size() > 0) {
        transport.add("facts", told);
      }
    }
    return Answer.ok(json);
  }

  private CompletionStage<Answer> pause(Request request, boolean rest) {
    RunningIntegration integration = integrations.of(request);
    String what = Request.required(request.json(Set.of("what")), "what");
    if (!Set.of("intake", "delivery", "both").contains(what)) {
      throw Request.bad("/what", "must be intake, delivery or both");
    }
    return integration
        .steering()
        .pause(!what.equals("delivery"), !what.equals("intake"), rest, request.caller().name())
        .thenApply(paused -> Answer.json(202, json(request, integration)));
  }

  private CompletionStage<Answer> restart(Request request) {
    RunningIntegration integration = integrations.of(request);
    return integration
        .steering()
        .restart(plan -> true)
        .thenCompose(
            begun -> {
              if (!begun) {
                throw notNow(
                    integration,
                    "its transports cannot be made anew while a configuration is being applied, or"
                        + " there is none yet; try again");
              }
              return ended(request, integration, () -> isSettled(integration.view()));
            });
  }

  private CompletionStage<Answer> reconnect(Request request) {
    RunningIntegration integration = integrations.of(request);
    Optional<Instant> before = integration.figures().link().sessionStart();
    if (!integration.steering().reconnect()) {
      throw notNow(integration, "it has no link to ThingsBoard that could be made anew");
    }
    return ended(
        request,
        integration,
        () -> {
          Optional<Instant> now = integration.figures().link().sessionStart();
          return now.isPresent() && !now.equals(before);
        });
  }

  private static boolean isSettled(IntegrationView view) {
    return view.transports().stream()
        .noneMatch(each -> each.state() == TransportView.State.STARTING);
  }

  private CompletionStage<Answer> ended(
      Request request, RunningIntegration integration, BooleanSupplier done) {
    return patience
        .until(done, request.patience())
        .thenApply(waited -> Answer.json(202, json(request, integration)));
  }

  private static ProblemException notNow(RunningIntegration integration, String why) {
    return new ProblemException(
            ProblemType.NOT_NOW, "integration '" + integration.name() + "': " + why)
        .in(integration.status().phase().name());
  }

  private Answer configuration(Request request) {
    RunningIntegration integration = integrations.of(request);
    IntegrationView view = integration.view();
    IntegrationConfiguration configuration =
        view.configuration()
            .orElseThrow(() -> notNow(integration, "ThingsBoard has sent it no configuration yet"));
    JsonObject json = new JsonObject();
    json.addProperty("title", configuration.name());
    json.addProperty("type", configuration.type());
    json.addProperty("enabled", configuration.enabled());
    json.addProperty("text", Redaction.json(configuration.configuration()));
    json.addProperty("applied", view.rejection().isEmpty());
    view.rejection().ifPresent(reason -> json.addProperty("rejection", reason));
    JsonArray transports = new JsonArray();
    view.transports().forEach(each -> transports.add(transport(each)));
    json.add("transports", transports);
    JsonArray warnings = new JsonArray();
    view.transports().stream()
        .flatMap(each -> each.hosted().stream())
        .flatMap(hosted -> hosted.warnings().stream())
        .forEach(warnings::add);
    json.add("warnings", warnings);
    return Answer.ok(json);
  }

  private static JsonObject transport(TransportView view) {
    JsonObject json = new JsonObject();
    json.addProperty("name", view.name());
    json.addProperty("plugin", view.copy().id());
    json.addProperty("version", view.copy().version());
    JsonArray keys = new JsonArray();
    Layers layers = view.layers();
    Redaction.entries(layers.overlay().withFallback(layers.slice()).withFallback(layers.plugin()))
        .forEach(
            entry -> {
              JsonObject key = new JsonObject();
              key.addProperty("key", entry.key());
              key.addProperty("value", entry.value());
              key.addProperty("place", entry.place());
              keys.add(key);
            });
    json.add("keys", keys);
    return json;
  }

  /** A session with the transport that it belongs to. */
  private record Open(String transport, SessionView session) {

    String key() {
      return transport + "\n" + session.source() + "\n" + session.remote() + "\n" + session.since();
    }

    boolean holds(String part) {
      return contains(session.source(), part)
          || contains(session.remote(), part)
          || contains(session.device().orElse(""), part);
    }

    private static boolean contains(String text, String part) {
      return text.toLowerCase(Locale.ROOT).contains(part);
    }
  }

  private Answer sessions(Request request) {
    List<Open> all = new ArrayList<>();
    long open = 0;
    Optional<String> transport = request.parameter("transport");
    Optional<String> part = request.parameter("search").map(text -> text.toLowerCase(Locale.ROOT));
    for (TransportView each : integrations.of(request).view().transports()) {
      if (transport.isEmpty() || transport.get().equals(each.name())) {
        open += each.wire().map(wire -> wire.counts().open()).orElse(0L);
        each.wire().stream()
            .flatMap(wire -> wire.sessions().stream())
            .map(session -> new Open(each.name(), session))
            .filter(session -> part.isEmpty() || session.holds(part.get()))
            .forEach(all::add);
      }
    }
    all.sort(Comparator.comparing(Open::key));
    JsonObject json = Page.of(request, all, Open::key).json(IntegrationRoutes::session);
    json.addProperty("open", open);
    return Answer.ok(json);
  }

  private static JsonObject session(Open open) {
    SessionView session = open.session();
    JsonObject json = new JsonObject();
    json.addProperty("session", session.source());
    json.addProperty("transport", open.transport());
    json.addProperty("remoteAddress", session.remote());
    session.device().ifPresent(device -> json.addProperty("device", device));
    json.addProperty("since", session.since().toString());
    session.heard().ifPresent(time -> json.addProperty("lastFrame", time.toString()));
    json.addProperty("receivedBytes", session.received());
    json.addProperty("sentBytes", session.sent());
    json.addProperty("faults", session.faults());
    json.addProperty("paused", session.paused());
    return json;
  }
}
