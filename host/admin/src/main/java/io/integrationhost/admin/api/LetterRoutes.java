package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.host.deadletter.DeadLetter;
import io.integrationhost.host.deadletter.DeadLetterArchive;
import io.integrationhost.host.deadletter.FiledLetter;
import io.integrationhost.host.deadletter.LetterJson;
import io.integrationhost.host.deadletter.Reading;
import io.integrationhost.host.settings.AdminScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Dead letters, which are files: a few can be read within a request. */
final class LetterRoutes {

  private static final String ALL = "/api/v1/integrations/{integration}/dead-letters";
  private static final String ONE = ALL + "/{letter}";

  /** So many files are opened for one page at most. */
  private static final int MOST_READ = 2_000;

  private static final int MOST_CHOSEN = 500;

  private final Integrations integrations;
  private final DeadLetterArchive archive;
  private final LetterJson form = new LetterJson();

  LetterRoutes(Integrations integrations, Path dataDirectory) {
    this.integrations = integrations;
    this.archive = new DeadLetterArchive(dataDirectory);
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, AdminScope.READ, Handler.of(this::list))
            .taking("limit", "cursor", "kind", "after", "before", "device", "awaitsReplay"),
        Route.get(ONE, AdminScope.PAYLOADS, Handler.of(this::one)),
        Route.action("DELETE", ALL, AdminScope.OPERATE, Handler.of(this::deleteSome))
            .taking("all", "kind", "after", "before"),
        Route.action("DELETE", ONE, AdminScope.OPERATE, Handler.of(this::deleteOne)),
        Route.action("POST", ALL + "/replay", AdminScope.OPERATE, Handler.of(this::replay)));
  }

  private List<FiledLetter> letters(Request request) {
    String integration = integrations.of(request).name();
    try {
      return archive.letters().stream()
          .filter(letter -> letter.integration().equals(integration))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By what the names of files tell. */
  private static Predicate<FiledLetter> filter(Request request) {
    Optional<DeadLetter.Kind> kind = request.choice("kind", DeadLetter.Kind.class);
    Optional<Instant> after = time(request, "after");
    Optional<Instant> before = time(request, "before");
    return letter ->
        (kind.isEmpty() || kind.get() == kind(letter))
            && (after.isEmpty() || !letter.id().time().isBefore(after.get()))
            && (before.isEmpty() || letter.id().time().isBefore(before.get()));
  }

  private static DeadLetter.Kind kind(FiledLetter letter) {
    return letter.id().wasAcknowledged()
        ? DeadLetter.Kind.REFUSED_BY_SERVER
        : DeadLetter.Kind.CONVERTER;
  }

  private static Optional<Instant> time(Request request, String name) {
    try {
      return request.parameter(name).map(Instant::parse);
    } catch (DateTimeException e) {
      throw Request.bad(name, "must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  private Answer list(Request request) {
    Optional<String> device = request.parameter("device");
    Optional<Boolean> awaits =
        request.parameter("awaitsReplay").map(text -> request.flag("awaitsReplay"));
    List<FiledLetter> meant =
        letters(request).stream()
            .filter(filter(request))
            .filter(letter -> awaits.isEmpty() || awaits.get() == letter.awaitsReplay())
            .toList();
    Optional<String> after = request.parameter("cursor").map(Page::decoded);
    int limit = request.limit();
    JsonArray items = new JsonArray();
    Optional<String> next = Optional.empty();
    int read = 0;
    for (FiledLetter letter : meant) {
      if (after.isPresent() && letter.id().text().compareTo(after.get()) <= 0) {
        continue;
      }
      if (items.size() == limit || read == MOST_READ) {
        break;
      }
      read++;
      next = Optional.of(letter.id().text());
      archive
          .read(letter)
          .map(reading -> form.summary(letter, reading))
          .filter(json -> device.isEmpty() || isOf(json, device.get()))
          .ifPresent(items::add);
    }
    JsonObject json = new JsonObject();
    json.add("items", items);
    String last = meant.isEmpty() ? "" : meant.get(meant.size() - 1).id().text();
    next.filter(key -> !key.equals(last))
        .ifPresent(key -> json.addProperty("next", Page.cursor(key)));
    if (device.isEmpty()) {
      json.addProperty("count", meant.size());
    }
    return Answer.ok(json);
  }

  private static boolean isOf(JsonObject letter, String device) {
    return letter.get("item") instanceof JsonObject item
        && item.get("name") instanceof JsonPrimitive name
        && name.getAsString().equals(device);
  }

  private FiledLetter letter(Request request) {
    String id = request.place("letter");
    return letters(request).stream()
        .filter(each -> each.id().text().equals(id))
        .findFirst()
        .orElseThrow(LetterRoutes::gone);
  }

  private static ProblemException gone() {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "there is no dead letter of that id; it may have been delivered or removed meanwhile");
  }

  private Answer one(Request request) {
    FiledLetter letter = letter(request);
    Reading reading = archive.read(letter).orElseThrow(LetterRoutes::gone);
    return Answer.ok(form.complete(letter, reading));
  }

  private Answer deleteOne(Request request) {
    FiledLetter letter = letter(request);
    if (!purge(letter)) {
      throw gone();
    }
    return count(1);
  }

  private Answer deleteSome(Request request) {
    boolean filtered =
        request.parameter("kind").isPresent()
            || request.parameter("after").isPresent()
            || request.parameter("before").isPresent();
    if (filtered == request.flag("all")) {
      throw Request.bad("all", "say which letters: all=true, or kind, after and before");
    }
    return count(
        (int) letters(request).stream().filter(filter(request)).filter(this::purge).count());
  }

  private boolean purge(FiledLetter letter) {
    try {
      return archive.purge(letter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer count(int count) {
    JsonObject json = new JsonObject();
    json.addProperty("count", count);
    return Answer.json(202, json);
  }

  private Answer replay(Request request) {
    JsonObject body = request.json(Set.of("ids", "all"));
    boolean all = Request.flag(body, "all");
    Set<String> ids = ids(body);
    if (all != ids.isEmpty()) {
      throw Request.bad("", "say which letters: {\"all\": true}, or {\"ids\": [...]}");
    }
    JsonArray left = new JsonArray();
    List<FiledLetter> letters = new ArrayList<>();
    for (FiledLetter letter : letters(request)) {
      if ((all || ids.remove(letter.id().text())) && !letter.awaitsReplay()) {
        letters.add(letter);
      }
    }
    ids.forEach(id -> left.add(stays(id, "there is no dead letter of that id")));
    int count = 0;
    for (FiledLetter letter : letters) {
      Optional<String> objection = objection(letter);
      if (objection.isEmpty()) {
        count++;
      } else if (left.size() < MOST_CHOSEN) {
        left.add(stays(letter.id().text(), objection.get()));
      }
    }
    JsonObject json = new JsonObject();
    json.addProperty("count", count);
    json.add("left", left);
    return Answer.json(202, json);
  }

  private Optional<String> objection(FiledLetter letter) {
    if (!letter.id().wasAcknowledged()) {
      return Optional.of(
          "it holds what a device sent but nothing that could be delivered; mend the converter and"
              + " have the device send it again");
    }
    try {
      return archive.replay(letter) ? Optional.empty() : Optional.of("it was removed meanwhile");
    } catch (IOException e) {
      return Optional.of("its file cannot be moved (" + e + ")");
    }
  }

  private static JsonObject stays(String id, String reason) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id.length() > 100 ? id.substring(0, 100) + "..." : id);
    json.addProperty("reason", reason);
    return json;
  }

  private static Set<String> ids(JsonObject body) {
    Set<String> ids = new HashSet<>();
    if (!body.has("ids")) {
      return ids;
    }
    if (!(body.get("ids") instanceof JsonArray array) || array.size() > MOST_CHOSEN) {
      throw Request.bad("/ids", "must be a list of at most " + MOST_CHOSEN + " ids");
    }
    for (JsonElement each : array) {
      if (!each.isJsonPrimitive() || !each.getAsJsonPrimitive().isString()) {
        throw Request.bad("/ids", "must hold texts");
      }
      ids.add(each.getAsString());
    }
    return ids;
  }
}
