package io.integrationhost.admin.live;

import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.wirelog.WireLogView;
import io.integrationhost.host.wirelog.WireLogWish;
import java.time.Duration;
import java.util.Set;

/** The wire logs of integrations, as the API tells of them. Safe for any thread. */
public final class WireLogs {

  private static final Duration LONGEST = Duration.ofHours(24);

  private WireLogs() {}

  /** Begins one, in place of one that runs. */
  public static JsonObject start(Request request, RunningIntegration integration) {
    JsonObject body = request.json(Set.of("for", "transport", "session", "device", "hex"));
    return json(
        integration
            .wireLog()
            .begin(
                new WireLogWish(
                    Request.time("/for", Request.required(body, "for"), LONGEST),
                    Request.text(body, "transport"),
                    Request.text(body, "session"),
                    Request.text(body, "device"),
                    Request.flag(body, "hex"))));
  }

  /** Ends it, if one runs. */
  public static JsonObject end(RunningIntegration integration) {
    return json(integration.wireLog().end());
  }

  /** How it is. */
  public static JsonObject json(RunningIntegration integration) {
    return json(integration.wireLog().view());
  }

  private static JsonObject json(WireLogView view) {
    JsonObject json = new JsonObject();
    json.addProperty("running", view.isRunning());
    view.until().ifPresent(until -> json.addProperty("until", until.toString()));
    view.wish()
        .ifPresent(
            wish -> {
              json.addProperty("directory", view.directory().toString());
              wish.transport().ifPresent(text -> json.addProperty("transport", text));
              wish.session().ifPresent(text -> json.addProperty("session", text));
              wish.device().ifPresent(text -> json.addProperty("device", text));
              json.addProperty("droppedLines", view.dropped());
            });
    return json;
  }
}
