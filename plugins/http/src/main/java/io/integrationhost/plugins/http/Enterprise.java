package io.integrationhost.plugins.http;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportContext;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Downlinks to ThingPark Enterprise: a token, the device by its EUI, then the message. */
final class Enterprise implements Sender.Network {

  /** Where a converter does not say the port, they are taken in turn. */
  private static final int PORTS = 15;

  private final Rest rest;
  private final TransportContext context;
  private final String url;
  private final String id;
  private final Optional<FreshSecret> key;
  private final Token token;
  private final AtomicInteger messages = new AtomicInteger();

  private Enterprise(
      Rest rest,
      TransportContext context,
      String url,
      String id,
      Optional<FreshSecret> key,
      Token token) {
    this.rest = rest;
    this.context = context;
    this.url = url;
    this.id = id;
    this.key = key;
    this.token = token;
  }

  static Enterprise read(Form form, TransportContext context, Rest rest) {
    String url = form.text("downlinkUrl").orElse("");
    String client = form.text("clientIdNew").orElse("");
    Optional<FreshSecret> secret = form.secret("clientSecret", context);
    var token =
        new Token(
            rest,
            context.clock(),
            () ->
                Call.to(
                        url
                            + "/admin/latest/api/oauth/token?grant_type=client_credentials&client_id="
                            + Call.escaped(client)
                            + "&client_secret="
                            + Call.escaped(secret.flatMap(FreshSecret::value).orElse("")))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
            Duration.ZERO);
    String id = form.text("asIdNew").or(() -> form.text("asId")).orElse("");
    return new Enterprise(rest, context, url, id, form.secret("asKey", context), token);
  }

  @Override
  public CompletionStage<Void> send(Downlink downlink) {
    Call.needed(downlink, "DevEUI", "DevEUI is missing in the downlink metadata!");
    Object data = Senders.parsed(downlink);
    String device = Json.field(data, "DevEUI").orElseGet(() -> downlink.metadata().get("DevEUI"));
    String payload =
        Json.field(data, "payload")
            .orElseThrow(() -> Refusal.rejected("payload is missing in the downlink"));
    return token.use(
        text ->
            Sender.askBefore(rest, get(url + "/core/latest/api/devices", text))
                .thenApply(said -> reference(said, device))
                .thenCompose(
                    reference -> Sender.ask(rest, message(reference, text, payload, downlink))));
  }

  private static HttpRequest get(String address, String bearer) {
    HttpRequest.Builder request = Call.to(address);
    Call.header(request, "Authorization", "Bearer " + bearer);
    return request.GET().build();
  }

  private static String reference(Rest.Said said, String device) {
    if (Sender.parsed(said) instanceof List<?> devices) {
      for (Object each : devices) {
        if (Json.field(each, "EUI").filter(device::equalsIgnoreCase).isPresent()) {
          return Json.field(each, "ref")
              .orElseThrow(() -> Refusal.rejected("the network knows no ref of device " + device));
        }
      }
    }
    throw Refusal.rejected("the network knows no device with EUI " + device);
  }

  private HttpRequest message(String reference, String bearer, String payload, Downlink downlink) {
    String port =
        Call.given(downlink, "fPort")
            .or(() -> Call.given(downlink, "FPort"))
            .orElseGet(() -> Integer.toString(messages.getAndIncrement() % PORTS + 1));
    Map<String, Object> secured = new LinkedHashMap<>();
    secured.put("asId", id);
    secured.put("creationTime", NetworkCheck.time(context.clock()));
    secured.put("asKey", key.flatMap(FreshSecret::value).orElse(""));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("payloadHex", payload);
    body.put("targetPorts", port);
    body.put("securityParams", secured);
    return Call.json(
        url + "/core/latest/api/devices/" + Call.part(reference) + "/downlinkMessages",
        Optional.of("Bearer " + bearer),
        body);
  }
}
