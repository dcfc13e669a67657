package io.integrationhost.admin.api;

import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.host.downlink.DownlinkView;
import io.integrationhost.host.integration.Steering;
import io.integrationhost.host.settings.AdminScope;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Downlinks that wait for their devices. */
final class DownlinkRoutes {

  private static final String ALL = "/api/v1/integrations/{integration}/downlinks";
  private static final String ONE = ALL + "/{downlink}";

  private final Integrations integrations;

  DownlinkRoutes(Integrations integrations) {
    this.integrations = integrations;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, AdminScope.READ, this::list).taking("limit", "cursor", "device"),
        Route.get(ONE, AdminScope.PAYLOADS, this::one),
        Route.action("DELETE", ALL, AdminScope.OPERATE, this::giveUpSome).taking("device", "all"),
        Route.action("DELETE", ONE, AdminScope.OPERATE, this::giveUpOne));
  }

  private Steering steering(Request request) {
    return integrations.of(request).steering();
  }

  private CompletionStage<Answer> list(Request request) {
    Optional<String> device = request.parameter("device");
    return steering(request)
        .downlinks()
        .thenApply(
            waiting -> {
              List<DownlinkView> meant =
                  waiting.stream()
                      .filter(each -> device.isEmpty() || device.get().equals(each.device()))
                      .sorted(Comparator.comparing(DownlinkRoutes::key))
                      .toList();
              JsonObject json =
                  Page.of(request, meant, DownlinkRoutes::key).json(DownlinkRoutes::summary);
              json.addProperty("waiting", waiting.size());
              return Answer.ok(json);
            });
  }

  private static String key(DownlinkView each) {
    return "%016x".formatted(each.number());
  }

  private CompletionStage<Answer> one(Request request) {
    String id = request.place("downlink");
    return steering(request)
        .downlinks()
        .thenApply(
            waiting ->
                waiting.stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .map(each -> (Answer) Answer.ok(complete(each)))
                    .orElseThrow(DownlinkRoutes::gone));
  }

  private static ProblemException gone() {
    return new ProblemException(
        ProblemType.NOT_FOUND, "no downlink of that id waits; it may have been sent meanwhile");
  }

  private CompletionStage<Answer> giveUpSome(Request request) {
    Optional<String> device = request.parameter("device");
    boolean all = request.flag("all");
    if (device.isPresent() == all) {
      throw Request.bad("device", "say which downlinks: those of a device, or all=true");
    }
    Steering steering = steering(request);
    return steering
        .downlinks()
        .thenCompose(
            waiting -> {
              Set<String> ids =
                  waiting.stream()
                      .filter(each -> all || device.get().equals(each.device()))
                      .map(DownlinkView::id)
                      .collect(Collectors.toSet());
              return giveUp(steering, ids::contains, request);
            })
        .thenApply(DownlinkRoutes::count);
  }

  private CompletionStage<Answer> giveUpOne(Request request) {
    return giveUp(steering(request), request.place("downlink")::equals, request)
        .thenApply(
            count -> {
              if (count == 0) {
                throw gone();
              }
              return count(count);
            });
  }

  private static CompletionStage<Integer> giveUp(
      Steering steering, Predicate<String> ids, Request request) {
    return steering.giveUp(ids, request.caller().name());
  }

  private static Answer count(int count) {
    JsonObject json = new JsonObject();
    json.addProperty("count", count);
    return Answer.json(202, json);
  }

  private static JsonObject summary(DownlinkView each) {
    JsonObject json = new JsonObject();
    json.addProperty("id", each.id());
    json.addProperty("device", each.device());
    json.addProperty("messageType", each.messageType());
    json.addProperty("since", each.since().toString());
    each.expires().ifPresent(end -> json.addProperty("expires", end.toString()));
    json.addProperty("bytes", each.bytes());
    json.addProperty("attempts", each.attempts());
    each.lastProblem().ifPresent(problem -> json.addProperty("lastProblem", problem));
    each.rpcRequestId().ifPresent(id -> json.addProperty("rpcRequestId", id));
    return json;
  }

  private static JsonObject complete(DownlinkView each) {
    JsonObject json = summary(each);
    json.addProperty("contentType", each.data().contentType().name());
    json.addProperty("dataBase64", Base64.getEncoder().encodeToString(each.data().data()));
    JsonObject metadata = new JsonObject();
    each.data().metadata().forEach(metadata::addProperty);
    json.add("metadata", metadata);
    return json;
  }
}
