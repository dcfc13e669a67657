package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.host.front.ConverterView;
import io.integrationhost.host.integration.IntegrationView;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.AdminScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Converters of integrations, and trying them. */
final class ConverterRoutes {

  private static final int BODY = 2 << 20;
  private static final String TBEL = "TBEL";

  private final Integrations integrations;
  private final Playground playground;

  ConverterRoutes(Integrations integrations, Playground playground) {
    this.integrations = integrations;
    this.playground = playground;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/integrations/{integration}/converters",
            AdminScope.READ,
            Handler.of(this::list)),
        Route.question("/api/v1/converters/try", AdminScope.PAYLOADS, BODY, this::attempt));
  }

  private Answer list(Request request) {
    boolean payloads = request.may(AdminScope.PAYLOADS);
    JsonArray all = new JsonArray();
    for (ConverterView each : integrations.of(request).view().converters()) {
      ConverterDefinition definition = each.definition();
      JsonObject json = IntegrationJson.converter(each, payloads);
      JsonObject configuration = configuration(definition);
      json.addProperty("id", definition.id());
      json.addProperty("version", definition.version());
      json.addProperty("language", language(configuration));
      if (payloads) {
        script(configuration, each.uplink()).ifPresent(text -> json.addProperty("script", text));
      }
      all.add(json);
    }
    JsonObject json = new JsonObject();
    json.add("converters", all);
    return Answer.ok(json);
  }

  private static JsonObject configuration(ConverterDefinition definition) {
    try {
      return JsonParser.parseString(definition.configuration()) instanceof JsonObject object
          ? object
          : new JsonObject();
    } catch (JsonParseException e) {
      // It was usable for the engine, so this is none that people can read.
      return new JsonObject();
    }
  }

  private static String language(JsonObject configuration) {
    return string(configuration, "scriptLang").filter(TBEL::equals).orElse("JS");
  }

  private static Optional<String> script(JsonObject configuration, boolean uplink) {
    boolean tbel = language(configuration).equals(TBEL);
    if (uplink) {
      return string(configuration, tbel ? "tbelDecoder" : "decoder");
    }
    return string(configuration, tbel ? "tbelEncoder" : "encoder");
  }

  private static Optional<String> string(JsonObject object, String key) {
    return object.get(key) instanceof JsonPrimitive text && text.isString()
        ? Optional.of(text.getAsString())
        : Optional.empty();
  }

  private CompletionStage<Answer> attempt(Request request) {
    return playground
        .attempt(attemptOf(request))
        .handle(
            (report, failure) -> {
              if (failure != null) {
                throw unusable(failure);
              }
              return Answer.ok(
                  report.orElseThrow(
                      () ->
                          new ProblemException(
                                  ProblemType.TOO_MANY, "another converter is being tried just now")
                              .after(2)));
            });
  }

  private static RuntimeException unusable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof IllegalArgumentException
        ? Request.bad("", String.valueOf(cause.getMessage()))
        : new CompletionException(cause);
  }

  private Playground.Attempt attemptOf(Request request) {
    JsonObject body =
        request.json(
            Set.of(
                "direction",
                "integration",
                "language",
                "script",
                "payload",
                "metadata",
                "messageType"));
    boolean downlink =
        Request.text(body, "direction")
            .map(text -> Request.choice("/direction", text, Direction.class))
            .filter(Direction.DOWNLINK::equals)
            .isPresent();
    Optional<String> script = Request.text(body, "script");
    Optional<String> integration = Request.text(body, "integration");
    if (script.isEmpty() && integration.isEmpty()) {
      throw Request.bad(
          "/script", "is missing, and no integration is named whose converter is meant");
    }
    Optional<String> language = Request.text(body, "language");
    if (language.filter(text -> !text.equals("JS") && !text.equals(TBEL)).isPresent()) {
      throw Request.bad("/language", "must be JS or TBEL");
    }
    Optional<RunningIntegration> running = integration.map(integrations::named);
    Optional<ConverterDefinition> converter = running.map(each -> converter(each.view(), downlink));
    Map.Entry<Playground.Form, String> payload = payload(body);
    return new Playground.Attempt(
        downlink,
        integration,
        converter.map(ConverterDefinition::configuration),
        converter.flatMap(ConverterDefinition::integrationType),
        converter.map(ConverterDefinition::version).orElse(0),
        running.map(each -> integrationMetadata(each.view())).orElse(Map.of()),
        language,
        script,
        payload.getKey(),
        payload.getValue(),
        metadata(body),
        Request.text(body, "messageType"));
  }

  private enum Direction {
    UPLINK,
    DOWNLINK
  }

  private static ConverterDefinition converter(IntegrationView view, boolean downlink) {
    return view.converters().stream()
        .filter(each -> each.uplink() != downlink)
        .map(ConverterView::definition)
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                        ProblemType.NOT_NOW,
                        "integration '"
                            + view.name()
                            + "' has no "
                            + (downlink ? "downlink" : "uplink")
                            + " converter now; send a script")
                    .in(view.status().phase().name()));
  }

  private static Map<String, String> integrationMetadata(IntegrationView view) {
    return view.configuration()
        .map(configuration -> Map.of("integrationName", configuration.name()))
        .orElse(Map.of());
  }

  private static Map.Entry<Playground.Form, String> payload(JsonObject body) {
    if (!(body.get("payload") instanceof JsonObject payload) || payload.size() != 1) {
      throw Request.bad("/payload", "must be {\"text\": ...}, {\"hex\": ...} or {\"base64\": ...}");
    }
    String form = payload.keySet().iterator().next();
    String text = Request.required(payload, form);
    return switch (form) {
      case "text" -> Map.entry(Playground.Form.TEXT, text);
      case "hex" -> Map.entry(Playground.Form.HEX, text);
      case "base64" -> Map.entry(Playground.Form.BASE64, text);
      default -> throw Request.bad("/payload", "must be in text, hex or base64");
    };
  }

  private static Map<String, String> metadata(JsonObject body) {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonElement given = body.get("metadata");
    if (given == null || given.isJsonNull()) {
      return metadata;
    }
    if (!(given instanceof JsonObject object)) {
      throw Request.bad("/metadata", "must be an object with texts");
    }
    object.keySet().forEach(key -> metadata.put(key, Request.required(object, key)));
    return metadata;
  }
}
