package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.admin.live.Live;
import io.integrationhost.host.front.ConverterView;
import io.integrationhost.host.front.TransportFigures;
import io.integrationhost.host.front.TransportView;
import io.integrationhost.host.integration.IntegrationFigures;
import io.integrationhost.host.integration.IntegrationView;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.remote.LinkState;
import io.integrationhost.runtime.wire.WireCounts;
import io.integrationhost.spool.SpoolStats;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Integrations as the API tells them. Safe for any thread. */
final class IntegrationJson {

  private final Live live;

  IntegrationJson(Live live) {
    this.live = live;
  }

  /**
   * An integration as it is now.
   *
   * @param withPayloads whether texts that may quote a device may be read
   */
  JsonObject of(RunningIntegration running, boolean withPayloads) {
    IntegrationView view = running.view();
    IntegrationFigures figures = running.figures();
    JsonObject json = new JsonObject();
    json.addProperty("name", view.name());
    view.configuration()
        .ifPresent(
            configuration -> {
              json.addProperty("title", configuration.name());
              json.addProperty("type", configuration.type());
            });
    json.addProperty("state", view.status().phase().name());
    json.addProperty("reason", view.status().reason());
    json.addProperty("since", view.status().since().toString());
    json.add("paused", Live.paused(view.paused()));
    view.configured().ifPresent(time -> json.addProperty("configurationTime", time.toString()));
    json.add("link", link(view, figures));
    json.add("spool", spool(view.spool()));
    JsonArray transports = new JsonArray();
    view.transports().forEach(each -> transports.add(transport(each, figures)));
    json.add("transports", transports);
    JsonArray converters = new JsonArray();
    view.converters().forEach(each -> converters.add(converter(each, withPayloads)));
    json.add("converters", converters);
    json.add("values", live.values(view.name()));
    return json;
  }

  private static JsonObject link(IntegrationView view, IntegrationFigures figures) {
    JsonObject json = new JsonObject();
    LinkState state = view.link();
    json.addProperty("state", word(state));
    json.addProperty("server", view.server().host() + ":" + view.server().port());
    json.addProperty("tls", view.server().tls().isPresent());
    figures.link().sessionStart().ifPresent(start -> json.addProperty("since", start.toString()));
    if (state instanceof LinkState.Waiting waiting) {
      json.addProperty("reason", waiting.failure().message());
      json.addProperty("nextAttempt", waiting.nextAttempt().toString());
      json.addProperty("attempt", waiting.attempt());
    } else if (state instanceof LinkState.Refused refused) {
      json.addProperty("reason", refused.failure().message());
      json.addProperty("nextAttempt", refused.nextAttempt().toString());
    }
    return json;
  }

  private static String word(LinkState state) {
    if (state instanceof LinkState.NotStarted) {
      return "NOT_STARTED";
    } else if (state instanceof LinkState.Connecting) {
      return "CONNECTING";
    } else if (state instanceof LinkState.Connected) {
      return "CONNECTED";
    } else if (state instanceof LinkState.Waiting) {
      return "WAITING";
    } else if (state instanceof LinkState.Refused) {
      return "REFUSED";
    }
    return "CLOSED";
  }

  private static JsonObject spool(SpoolStats stats) {
    JsonObject json = new JsonObject();
    json.addProperty("state", stats.health().state().name());
    if (!stats.health().reason().isEmpty()) {
      json.addProperty("reason", stats.health().reason());
    }
    json.addProperty("items", stats.records());
    json.addProperty("bytes", stats.bytes());
    json.addProperty("diskBytes", stats.diskBytes());
    json.addProperty("maxBytes", stats.maxBytes());
    stats.oldest().ifPresent(oldest -> json.addProperty("oldest", oldest.toString()));
    json.addProperty("waitingAppends", stats.waiting());
    JsonObject lost = new JsonObject();
    lost.addProperty("overflow", stats.losses().overflowRecords());
    lost.addProperty("expired", stats.losses().expiredRecords());
    lost.addProperty("damaged", stats.losses().damagedRecords());
    json.add("lostItems", lost);
    return json;
  }

  private static JsonObject transport(TransportView view, IntegrationFigures figures) {
    JsonObject json = new JsonObject();
    json.addProperty("name", view.name());
    json.addProperty("plugin", view.copy().id());
    json.addProperty("version", view.copy().version());
    json.addProperty("status", view.state().name());
    json.addProperty("reason", view.reason());
    JsonArray listensOn = new JsonArray();
    view.listensOn().forEach(endpoint -> listensOn.add(words(endpoint)));
    json.add("listensOn", listensOn);
    Optional<WireCounts> counts =
        figures.transports().stream()
            .filter(each -> each.name().equals(view.name()))
            .map(TransportFigures::wire)
            .findFirst();
    json.addProperty("connections", counts.map(WireCounts::open).orElse(0L));
    counts.ifPresent(
        wire -> {
          json.addProperty("connectionsOpened", wire.opened());
          json.add("connectionsClosed", words(wire.closed()));
          json.add("connectionsRefused", words(wire.refused()));
          json.addProperty("receivedBytes", wire.received());
          json.addProperty("sentBytes", wire.sent());
          json.add("frameErrors", words(wire.faults()));
        });
    return json;
  }

  private static JsonObject words(Map<? extends Enum<?>, Long> counts) {
    JsonObject json = new JsonObject();
    counts.forEach((word, count) -> json.addProperty(word.name().toLowerCase(Locale.ROOT), count));
    return json;
  }

  /** A converter without its script. */
  static JsonObject converter(ConverterView view, boolean withPayloads) {
    JsonObject json = new JsonObject();
    json.addProperty("direction", view.uplink() ? "UPLINK" : "DOWNLINK");
    json.addProperty("name", view.definition().name());
    boolean blocked = view.budget().blocked().isPresent();
    int sources = view.budget().blockedSources();
    json.addProperty("status", blocked ? "BLOCKED" : sources > 0 ? "SOURCES_BLOCKED" : "OK");
    view.budget().blocked().ifPresent(reason -> json.addProperty("reason", reason));
    json.addProperty("errors", view.budget().errors());
    json.addProperty("refused", view.budget().refused());
    json.addProperty("blockedSources", sources);
    if (withPayloads) {
      view.budget().lastError().ifPresent(error -> json.addProperty("lastError", error));
    }
    return json;
  }

  private static String words(Endpoint endpoint) {
    String address = endpoint.address().isEmpty() ? "*" : endpoint.address();
    return endpoint.protocol().name().toLowerCase(Locale.ROOT)
        + " "
        + (address.contains(":") ? "[" + address + "]" : address)
        + ":"
        + endpoint.port();
  }
}
