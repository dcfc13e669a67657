package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How downlinks go out where a network takes them. */
final class Senders {

  private static final String THINGPARK = "https://api.thingpark.com/thingpark/lrc/rest/downlink";

  private Senders() {}

  /** Empty for types whose downlinks go out otherwise, or not at all. */
  static Optional<Sender> read(Settings settings, TransportContext context, Rest rest) {
    Form form = settings.form();
    return switch (settings.kind().down) {
      case NONE, REPLY, SIGFOX_REPLY -> Optional.empty();
      case CHIRPSTACK -> Optional.of(new Sender(chirpStack(form, context, rest)));
      case LORIOT -> Optional.of(new Sender(loriot(form, context, rest)));
      case THINGPARK -> Optional.of(new Sender(thingPark(form, context, rest)));
      case TPE -> Optional.of(new Sender(Enterprise.read(form, context, rest)));
      case KPN -> Optional.of(new Sender(Kpn.read(settings, context, rest)));
      case PARTICLE -> Optional.of(new Sender(particle(form, context, rest)));
    };
  }

  private static Sender.Network chirpStack(Form form, TransportContext context, Rest rest) {
    Optional<String> base = form.text("applicationServerUrl");
    Optional<FreshSecret> token = form.secret("applicationServerAPIToken", context);
    String item = form.flag("useAPI4Plus", false) ? "queueItem" : "deviceQueueItem";
    return downlink -> {
      String bearer =
          token
              .flatMap(FreshSecret::value)
              .orElseThrow(
                  () ->
                      Refusal.rejected(
                          "Cannot send downlink because of Application Server API Token was not"
                              + " set."));
      String device =
          Call.needed(downlink, "DevEUI", "DevEUI is missing in the downlink metadata!");
      String port = Call.needed(downlink, "fPort", "FPort is missing in the downlink metadata!");
      Map<String, Object> queued = new LinkedHashMap<>();
      Call.confirmed(downlink, queued);
      queued.put("data", Call.data(downlink));
      queued.put("fPort", Call.whole(port, "fPort", 0, 255));
      String url = withoutSlash(base.orElse("")) + "/api/devices/" + Call.part(device) + "/queue";
      return Sender.ask(rest, Call.json(url, Optional.of("Bearer " + bearer), Map.of(item, queued)))
          .thenAccept(said -> {});
    };
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static Sender.Network loriot(Form form, TransportContext context, Rest rest) {
    boolean sends = form.flag("sendDownlink", false);
    String url = form.text("loriotDownlinkUrl").orElse("https://eu1.loriot.io/1/rest");
    String application = form.text("appId").orElse("");
    Optional<FreshSecret> token = form.secret("token", context);
    return downlink -> {
      if (!sends) {
        throw Refusal.rejected("sendDownlink is off in the configuration of the integration");
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("cmd", "tx");
      String device = Call.needed(downlink, "EUI", "EUI is missing in the downlink metadata!");
      if (device.length() != 16) {
        throw Refusal.rejected("EUI in the downlink metadata must have 16 characters");
      }
      body.put("EUI", device);
      String port = Call.needed(downlink, "port", "port is missing in the downlink metadata!");
      body.put("port", Call.whole(port, "port", 1, 223));
      body.put("appid", application);
      boolean isHex =
          Call.given(downlink, "isHexEncoded").filter("true"::equalsIgnoreCase).isPresent();
      body.put("data", isHex ? Call.data(downlink) : Bytes.hex(downlink.payload()));
      Call.confirmed(downlink, body);
      Optional<String> bearer = token.flatMap(FreshSecret::value).map("Bearer "::concat);
      return Sender.ask(rest, Call.json(url, bearer, body)).thenAccept(said -> {});
    };
  }

  private static Sender.Network thingPark(Form form, TransportContext context, Rest rest) {
    String url = form.text("downlinkUrl").orElse(THINGPARK);
    boolean isSecured = form.flag("enableSecurity", false);
    String id = form.text("asId").or(() -> form.text("asIdNew")).orElse("");
    Optional<FreshSecret> key = form.secret("asKey", context);
    return downlink -> {
      Map<String, String> query = new LinkedHashMap<>();
      query.put(
          "DevEUI", Call.needed(downlink, "DevEUI", "DevEUI is missing in the downlink metadata!"));
      query.put(
          "FPort", Call.needed(downlink, "FPort", "FPort is missing in the downlink metadata!"));
      query.put("Payload", Call.data(downlink));
      for (String name : new String[] {"FCntDn", "Confirmed", "FlushDownlinkQueue"}) {
        Call.given(downlink, name).ifPresent(value -> query.put(name, value));
      }
      if (isSecured) {
        query.put("AS_ID", id);
        query.put("Time", NetworkCheck.time(context.clock()));
        String hashed = joined(query, false) + key.flatMap(FreshSecret::value).orElse("");
        query.put("Token", Hashes.sha256(Bytes.utf8(hashed)));
      }
      var request =
          Call.to(url + "?" + joined(query, true))
              .header("Content-Type", "text/plain")
              .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
              .build();
      return Sender.ask(rest, request).thenAccept(said -> {});
    };
  }

  /** The hash is of the text as it is, the request needs it with escapes. */
  static String joined(Map<String, String> query, boolean escaped) {
    var text = new StringBuilder();
    query.forEach(
        (name, value) ->
            text.append(text.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(escaped ? Call.escaped(value) : value));
    return text.toString();
  }

  private static Sender.Network particle(Form form, TransportContext context, Rest rest) {
    String base = form.text("particleUrl").orElse("https://api.particle.io");
    Optional<FreshSecret> token = form.section("credentials").secret("token", context);
    return downlink -> {
      String device =
          Call.needed(downlink, "deviceId", "deviceId is missing in the downlink metadata!");
      Object data = parsed(downlink);
      String function =
          Json.field(data, "method")
              .or(() -> Json.field(data, "function"))
              .orElseThrow(() -> Refusal.rejected("method or function is missing in the downlink"));
      String argument = "";
      if (data instanceof Map<?, ?> map) {
        for (String name : new String[] {"params", "command", "arg"}) {
          if (map.containsKey(name)) {
            argument = Json.text(map.get(name)).orElse("");
            break;
          }
        }
      }
      String url = base + "/v1/devices/" + Call.part(device) + "/" + Call.part(function);
      Optional<String> bearer = token.flatMap(FreshSecret::value).map("Bearer "::concat);
      Map<String, String> body = argument.isBlank() ? Map.of() : Map.of("arg", argument);
      return Sender.ask(rest, Call.json(url, bearer, body)).thenAccept(said -> {});
    };
  }

  /** A downlink that must be JSON. */
  static Object parsed(Downlink downlink) {
    try {
      return Json.parse(downlink.payload());
    } catch (IllegalArgumentException e) {
      throw Refusal.rejected("the downlink is no JSON: " + e.getMessage());
    }
  }
}
