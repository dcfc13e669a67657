package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.host.Host;
import io.integrationhost.host.front.TransportView;
import io.integrationhost.host.integration.IntegrationView;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.AdminScope;
import io.integrationhost.runtime.LeakedPlugin;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginCopy;
import io.integrationhost.runtime.PluginInfo;
import io.integrationhost.runtime.RejectedJar;
import io.integrationhost.runtime.SupersededJar;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Plugins that are installed, and jars that cannot be used. */
final class PluginRoutes {

  private final Host host;
  private final Patience patience;

  PluginRoutes(Host host, Patience patience) {
    this.host = host;
    this.patience = patience;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/plugins", AdminScope.READ, Handler.of(request -> Answer.ok(plugins()))),
        Route.action("POST", "/api/v1/plugins/{plugin}/reload", AdminScope.OPERATE, this::reload)
            .taking("wait"));
  }

  private JsonObject plugins() {
    PluginCatalog catalog = host.plugins();
    List<IntegrationView> views =
        host.integrations().stream().map(RunningIntegration::view).toList();
    JsonArray plugins = new JsonArray();
    catalog.plugins().forEach(each -> plugins.add(plugin(each, views)));
    catalog.superseded().forEach(each -> plugins.add(superseded(each, views)));
    JsonArray rejected = new JsonArray();
    catalog.rejected().forEach(each -> rejected.add(rejected(each)));
    JsonArray leaked = new JsonArray();
    host.leaks().forEach(each -> leaked.add(leaked(each)));
    JsonObject json = new JsonObject();
    JsonArray directories = new JsonArray();
    host.settings().plugins().directories().forEach(each -> directories.add(each.toString()));
    json.add("directory", directories.get(0));
    json.add("directories", directories);
    json.add("plugins", plugins);
    json.add("rejected", rejected);
    json.add("leaked", leaked);
    return json;
  }

  private static JsonObject plugin(PluginInfo info, List<IntegrationView> views) {
    JsonObject json = new JsonObject();
    json.addProperty("id", info.id());
    json.addProperty("version", info.version());
    json.addProperty("state", "INSTALLED");
    json.addProperty("file", info.file().toString());
    json.addProperty("description", info.description());
    json.addProperty("provider", info.provider());
    if (!info.apiVersionRequired().isEmpty()) {
      json.addProperty("apiVersion", info.apiVersionRequired());
    }
    JsonArray serves = new JsonArray();
    info.serves().stream().sorted().forEach(serves::add);
    json.add("serves", serves);
    json.add("usedBy", usedBy(info.copy(), views));
    return json;
  }

  private static JsonObject superseded(SupersededJar jar, List<IntegrationView> views) {
    JsonObject json = new JsonObject();
    json.addProperty("id", jar.id());
    json.addProperty("version", jar.version());
    json.addProperty("state", "SUPERSEDED");
    json.addProperty("file", jar.file().toString());
    json.addProperty("supersededBy", jar.winner().toString());
    json.addProperty("description", "");
    json.addProperty("provider", "");
    json.add("serves", new JsonArray());
    json.add("usedBy", usedBy(jar.copy(), views));
    return json;
  }

  private static JsonArray usedBy(PluginCopy copy, List<IntegrationView> views) {
    JsonArray all = new JsonArray();
    for (IntegrationView view : views) {
      for (TransportView transport : view.transports()) {
        if (transport.copy().equals(copy)) {
          JsonObject json = new JsonObject();
          json.addProperty("integration", view.name());
          json.addProperty("transport", transport.name());
          all.add(json);
        }
      }
    }
    return all;
  }

  private static JsonObject rejected(RejectedJar jar) {
    JsonObject json = new JsonObject();
    json.addProperty("file", jar.file().toString());
    if (!jar.plugin().isEmpty()) {
      json.addProperty("plugin", jar.plugin());
    }
    json.addProperty("reason", jar.reason());
    json.addProperty("cure", jar.cure());
    return json;
  }

  private static JsonObject leaked(LeakedPlugin leak) {
    JsonObject json = new JsonObject();
    json.addProperty("plugin", leak.plugin());
    json.addProperty("seconds", leak.seconds());
    json.addProperty("message", leak.message());
    return json;
  }

  private CompletionStage<Answer> reload(Request request) {
    String id = request.place("plugin");
    Optional<PluginCopy> before = host.plugins().find(id).map(PluginInfo::copy);
    return host.lookForPlugins()
        .thenCompose(
            catalog -> {
              Optional<PluginCopy> now = catalog.find(id).map(PluginInfo::copy);
              if (before.isEmpty() && now.isEmpty()) {
                throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    "no plugin of that id is installed; there are: " + catalog.installed());
              }
              // Another copy has been moved to already.
              return now.equals(before) ? restart(id) : CompletableFuture.completedFuture(null);
            })
        .thenCompose(restarted -> patience.until(() -> isSettled(id), request.patience()))
        .thenApply(waited -> Answer.json(202, plugins()));
  }

  private CompletionStage<Void> restart(String id) {
    return CompletableFuture.allOf(
        host.integrations().stream()
            .map(each -> each.steering().restart(plan -> plan.plugin().equals(id)))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  private boolean isSettled(String id) {
    return host.integrations().stream()
        .flatMap(each -> each.view().transports().stream())
        .filter(each -> each.copy().id().equals(id))
        .noneMatch(each -> each.state() == TransportView.State.STARTING);
  }
}
