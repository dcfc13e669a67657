package io.integrationhost.admin.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.EventStream;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.host.Host;
import io.integrationhost.host.HostFigures;
import io.integrationhost.host.front.TransportFigures;
import io.integrationhost.host.integration.IntegrationFigures;
import io.integrationhost.host.integration.IntegrationView;
import io.integrationhost.host.integration.Paused;
import io.integrationhost.host.integration.RunningIntegration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All values once a second: for the history, and for whoever reads them live. What is told is made
 * once, however many read it.
 */
public final class Live {

  private static final Logger log = LoggerFactory.getLogger(Live.class);
  private static final int PLACES = 64;

  /** Gauges of plugins are of no interest here. */
  private static final Duration PATIENCE = Duration.ZERO;

  private final Host host;
  private final EventLog events;
  private final ChangeWatch changes;
  private final Streams streams;
  private final HostValues hostValues;
  private final History history = new History();
  private final Clock clock;
  private volatile Map<String, Values> latest = Map.of();
  private volatile Optional<HostFigures> figures = Optional.empty();

  /**
   * Of one host.
   *
   * @param streams who reads live
   * @param warnings lines of the log
   * @param errors lines of the log
   */
  public Live(
      Host host,
      EventLog events,
      Streams streams,
      LongSupplier warnings,
      LongSupplier errors,
      Clock clock) {
    this.host = host;
    this.events = events;
    this.streams = streams;
    this.changes = new ChangeWatch(host, events);
    this.hostValues = new HostValues(host, warnings, errors);
    this.clock = clock;
  }

  /** A second has passed; on one thread. */
  public void tick() {
    changes.look();
    Instant now = clock.instant();
    HostFigures read = host.figures(PATIENCE);
    Map<String, Values> values = new HashMap<>();
    Map<String, Values> before = latest;
    for (IntegrationFigures each : read.integrations()) {
      values.put(each.name(), Values.of(each, Optional.ofNullable(before.get(each.name())), now));
    }
    latest = Map.copyOf(values);
    figures = Optional.of(read);
    history.put(values, now.getEpochSecond());
    if (streams.anyOf(Streams.Kind.LIVE)) {
      String snapshot = Answer.GSON.toJson(snapshot(read, values, now));
      streams.each(
          Streams.Kind.LIVE,
          stream -> {
            if (stream.isIdle()) {
              stream.send("snapshot", snapshot);
            }
          });
    }
  }

  private JsonObject snapshot(HostFigures read, Map<String, Values> values, Instant now) {
    Map<String, IntegrationFigures> byName = new HashMap<>();
    read.integrations().forEach(each -> byName.put(each.name(), each));
    JsonArray integrations = new JsonArray();
    for (RunningIntegration running : host.integrations()) {
      IntegrationFigures each = byName.get(running.name());
      if (each != null) {
        integrations.add(integration(running.view(), each, values.get(each.name())));
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("time", now.toString());
    json.add("host", hostValues.json(read));
    json.add("integrations", integrations);
    return json;
  }

  private static JsonObject integration(
      IntegrationView view, IntegrationFigures figures, Values values) {
    JsonObject json = new JsonObject();
    json.addProperty("name", view.name());
    json.addProperty("state", view.status().phase().name());
    json.addProperty("reason", view.status().reason());
    json.addProperty("since", view.status().since().toString());
    json.add("paused", paused(view.paused()));
    json.add("values", values.json());
    JsonArray transports = new JsonArray();
    for (TransportFigures each : figures.transports()) {
      JsonObject transport = new JsonObject();
      transport.addProperty("name", each.name());
      transport.addProperty("status", each.state().name());
      transport.addProperty("connections", each.wire().open());
      transport.addProperty("receivedBytes", each.wire().received());
      transport.addProperty("sentBytes", each.wire().sent());
      transports.add(transport);
    }
    json.add("transports", transports);
    return json;
  }

  /** As the API tells it. */
  public static JsonObject paused(Paused paused) {
    JsonObject json = new JsonObject();
    json.addProperty("intake", paused.intake());
    json.addProperty("delivery", paused.delivery());
    paused.since().ifPresent(since -> json.addProperty("since", since.toString()));
    if (!paused.author().isEmpty()) {
      json.addProperty("author", paused.author());
    }
    return json;
  }

  /** The values of an integration of the last second; empty before there are any. */
  public JsonObject values(String integration) {
    Values values = latest.get(integration);
    return values == null ? new JsonObject() : values.json();
  }

  /** The values of the host now. */
  public JsonObject hostValues() {
    return hostValues.json(figures.orElseGet(() -> host.figures(PATIENCE)));
  }

  /** What the integration has counted until the last second. */
  public Optional<IntegrationFigures> figures(String integration) {
    return figures.stream()
        .flatMap(all -> all.integrations().stream())
        .filter(each -> each.name().equals(integration))
        .findFirst();
  }

  /** The history, as the API tells it. */
  public JsonObject history(boolean minutes, Predicate<String> integrations, Set<String> words) {
    return history.json(minutes, integrations, words);
  }

  /** The words of all values. */
  public static List<String> words() {
    return History.words();
  }

  /** A stream of values and events for one reader. */
  public Answer stream(Request request) {
    return streams.open(request, Streams.Kind.LIVE, PLACES, this::begin);
  }

  private void begin(EventStream stream) {
    stream.onClose(events.listen(event -> stream.send("event", Answer.GSON.toJson(event.json()))));
    try {
      HostFigures read = figures.orElseGet(() -> host.figures(PATIENCE));
      stream.send("snapshot", Answer.GSON.toJson(snapshot(read, latest(read), clock.instant())));
    } catch (RuntimeException e) {
      log.warn("the first values of a live stream could not be read; they come with the next", e);
    }
  }

  private Map<String, Values> latest(HostFigures read) {
    Map<String, Values> values = new HashMap<>(latest);
    read.integrations()
        .forEach(
            each ->
                values.computeIfAbsent(
                    each.name(), name -> Values.of(each, Optional.empty(), clock.instant())));
    return values;
  }
}
