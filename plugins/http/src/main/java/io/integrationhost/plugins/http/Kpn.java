package io.integrationhost.plugins.http;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportContext;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Downlinks to KPN Things: a token, a customer if there are several, then the message. */
final class Kpn implements Sender.Network {

  private static final Duration EARLIER = Duration.ofMinutes(10);

  private final Rest rest;
  private final Settings settings;
  private final String url;
  private final Token token;

  private Kpn(Rest rest, Settings settings, String url, Token token) {
    this.rest = rest;
    this.settings = settings;
    this.url = url;
    this.token = token;
  }

  static Kpn read(Settings settings, TransportContext context, Rest rest) {
    Form form = settings.form();
    String grants =
        form.text("kpnTokenUrl").orElse("https://auth.grip-on-it.com/api/v3/idp/oidc/token");
    String audience = form.text("kpnAudience").orElse("4dc82561-f65f-523g-dek9-6c79ec314f02");
    String client = form.text("apiId").orElse("");
    Optional<FreshSecret> key = form.secret("apiKey", context);
    var token =
        new Token(
            rest,
            context.clock(),
            () -> {
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("grant_type", "client_credentials");
              body.put("audience", audience);
              body.put("client_id", client);
              body.put("client_secret", key.flatMap(FreshSecret::value).orElse(""));
              return Call.json(grants, Optional.empty(), body);
            },
            EARLIER);
    String url = form.text("kpnUrl").orElse("https://api.kpnthings.com");
    return new Kpn(rest, settings, url, token);
  }

  private Optional<String> found(Downlink downlink, String key) {
    return Call.given(downlink, key).or(() -> settings.keys().section("metadata").textIfGiven(key));
  }

  @Override
  public CompletionStage<Void> send(Downlink downlink) {
    String port =
        found(downlink, "FPort")
            .orElseThrow(() -> Refusal.rejected("Cannot find FPort in metadata!"));
    Optional<String> customer = found(downlink, "subCustomerId");
    return token.use(
        text ->
            customer
                .<CompletionStage<?>>map(id -> Sender.askBefore(rest, change(id, text)))
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenCompose(done -> Sender.ask(rest, message(downlink, port, customer, text))));
  }

  private HttpRequest change(String customer, String bearer) {
    return Call.json(
        url + "/api/v1/lifecycle/clients/" + Call.part(customer) + "/context-switch",
        Optional.of("Bearer " + bearer),
        Map.of());
  }

  private HttpRequest message(
      Downlink downlink, String port, Optional<String> customer, String bearer) {
    HttpRequest.Builder request =
        Call.to(url + "/api/actuator/downlinks?port=" + Call.escaped(port))
            .header("Content-Type", "application/json")
            .header("Accept", "application/vnd.kpnthings.actuator.v1.response+json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(downlink.payload()));
    Call.header(request, "Authorization", "Bearer " + bearer);
    customer.ifPresent(id -> Call.header(request, "x-client-id", id));
    return request.build();
  }
}
