package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.admin.access.Gate;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Caller;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.host.settings.AdminScope;
import java.util.List;
import java.util.Set;

/** Who asks; and cookies for browsers. */
final class SessionRoutes {

  private static final String PATH = "/api/v1/session";

  private final Gate gate;

  SessionRoutes(Gate gate) {
    this.gate = gate;
  }

  List<Route> routes() {
    return List.of(
        Route.open("POST", PATH, Handler.of(this::login)),
        Route.get(PATH, AdminScope.READ, Handler.of(request -> Answer.ok(json(request.caller())))),
        Route.action("DELETE", PATH, AdminScope.READ, Handler.of(this::logout)));
  }

  private Answer login(Request request) {
    String token = Request.required(request.json(Set.of("token")), "token").strip();
    Gate.Login login = gate.login(request.head(), token);
    return Answer.ok(json(login.caller())).with("Set-Cookie", login.setCookie());
  }

  private Answer logout(Request request) {
    return Answer.nothing().with("Set-Cookie", gate.logout(request.head()));
  }

  private static JsonObject json(Caller caller) {
    JsonObject json = new JsonObject();
    json.addProperty("name", caller.name());
    JsonArray scopes = new JsonArray();
    caller.scopes().stream().sorted().map(AdminScope::word).forEach(scopes::add);
    json.add("scopes", scopes);
    caller.expires().ifPresent(end -> json.addProperty("expires", end.toString()));
    return json;
  }
}
