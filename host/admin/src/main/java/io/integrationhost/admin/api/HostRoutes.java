package io.integrationhost.admin.api;

import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.health.HealthChecks;
import io.integrationhost.admin.live.Event;
import io.integrationhost.admin.live.EventLog;
import io.integrationhost.admin.live.Live;
import io.integrationhost.host.Host;
import io.integrationhost.host.settings.AdminScope;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.runtime.jar.ApiCompatibility;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The host itself, its values, and what has happened. */
final class HostRoutes {

  /** More would be no plot any more, and much to write. */
  private static final long MOST_NUMBERS = 1_000_000;

  private final Host host;
  private final HealthChecks health;
  private final Live live;
  private final EventLog events;
  private final String version;
  private final Instant started;
  private final Clock clock;

  HostRoutes(
      Host host, HealthChecks health, Live live, EventLog events, String version, Clock clock) {
    this.host = host;
    this.health = health;
    this.live = live;
    this.events = events;
    this.version = version;
    this.clock = clock;
    this.started = clock.instant();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/openapi.yaml", AdminScope.READ, Handler.of(this::description)),
        Route.get("/api/v1/host", AdminScope.READ, Handler.of(request -> Answer.ok(json()))),
        Route.get("/api/v1/events", AdminScope.READ, Handler.of(this::events))
            .taking("limit", "cursor", "integration", "kind"),
        Route.get("/api/v1/live", AdminScope.READ, Handler.of(live::stream)),
        Route.get("/api/v1/history", AdminScope.READ, Handler.of(this::history))
            .taking("resolution", "integration", "values"));
  }

  private Answer description(Request request) {
    try (InputStream in = HostRoutes.class.getResourceAsStream("openapi.yaml")) {
      return new Answer.Bytes(200, "application/yaml", in.readAllBytes(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject json() {
    HostSettings settings = host.settings();
    JsonObject limits = new JsonObject();
    limits.addProperty("windowMessages", settings.link().window());
    limits.addProperty("uplinksUnderWayPerTransport", settings.plugins().maxUplinksUnderWay());
    limits.addProperty("spoolMaxBytes", settings.spool().maxBytes());
    limits.addProperty("deadLettersMaxCount", settings.deadLetters().maxLetters());
    limits.addProperty("deadLettersMaxBytes", settings.deadLetters().maxBytes());
    limits.addProperty("waitingDownlinks", settings.waitingDownlinks().maxWaiting());
    limits.addProperty("processors", Runtime.getRuntime().availableProcessors());
    JsonObject json = new JsonObject();
    json.addProperty("version", version);
    json.addProperty("javaVersion", Runtime.version().toString());
    json.addProperty("pluginApiVersion", ApiCompatibility.ofThisHost().offered());
    json.addProperty("startTime", started.toString());
    json.addProperty("time", clock.instant().toString());
    json.addProperty("dataDirectory", settings.dataDirectory().toString());
    json.add("health", health.ready().json(true));
    json.add("limits", limits);
    json.add("values", live.hostValues());
    return json;
  }

  private Answer events(Request request) {
    Optional<String> integration = request.parameter("integration");
    Optional<Event.Kind> kind = request.choice("kind", Event.Kind.class);
    List<Event> meant =
        events.newestFirst().stream()
            .filter(each -> integration.isEmpty() || each.integration().equals(integration))
            .filter(each -> kind.isEmpty() || kind.get() == each.kind())
            .toList();
    return Answer.ok(
        Page.of(request, meant, each -> "%016x".formatted(Long.MAX_VALUE - each.id()))
            .json(Event::json));
  }

  private enum Resolution {
    SECOND,
    MINUTE
  }

  private Answer history(Request request) {
    String resolution = request.parameter("resolution").orElse("second");
    boolean minutes =
        Request.choice(
                "resolution", resolution.toUpperCase(java.util.Locale.ROOT), Resolution.class)
            == Resolution.MINUTE;
    Optional<String> integration = request.parameter("integration");
    Set<String> words =
        request
            .parameter("values")
            .map(text -> Set.copyOf(List.of(text.split(",", -1))))
            .orElse(Set.of());
    words.stream()
        .filter(word -> !Live.words().contains(word))
        .findFirst()
        .ifPresent(
            word -> {
              throw Request.bad("values", "'" + word + "' is none of IntegrationValues");
            });
    long series =
        (integration.isPresent() ? 1L : host.integrations().size())
            * (words.isEmpty() ? Live.words().size() : words.size());
    if (series * (minutes ? 1_440 : 900) > MOST_NUMBERS) {
      throw Request.bad("values", "names too much at once; name fewer values, or one integration");
    }
    return Answer.ok(
        live.history(
            minutes, name -> integration.isEmpty() || integration.get().equals(name), words));
  }
}
