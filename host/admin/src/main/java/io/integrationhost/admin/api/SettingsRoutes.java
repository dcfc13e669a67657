package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.ground.Problem;
import io.integrationhost.host.Host;
import io.integrationhost.host.settings.AdminScope;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.SettingValue;
import io.integrationhost.host.settings.SettingsException;
import io.integrationhost.host.settings.SettingsReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The settings in effect, and what is wrong with others. */
final class SettingsRoutes {

  private static final int BODY = 256 * 1024;
  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final int MOST_PROBLEMS = 100;

  private final Host host;
  private final Function<String, HostSettings> reader;

  /** A text can be work; the threads of the port are for everybody. */
  private final Semaphore checks = new Semaphore(1);

  /**
   * Of one host.
   *
   * @param reader reads a text of settings, and fails with a {@link SettingsException}
   */
  SettingsRoutes(Host host, Function<String, HostSettings> reader) {
    this.host = host;
    this.reader = reader;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/settings", AdminScope.READ, Handler.of(request -> Answer.ok(json()))),
        Route.question(
            "/api/v1/settings/check", AdminScope.OPERATE, BODY, Handler.of(this::check)));
  }

  JsonObject json() {
    Optional<SettingsReport> report = host.settingsReport();
    JsonObject json = new JsonObject();
    json.add("files", texts(report.map(SettingsReport::files).orElse(List.of()), Path::toString));
    JsonArray values = new JsonArray();
    report.map(SettingsReport::values).orElse(List.of()).forEach(each -> values.add(value(each)));
    json.add("values", values);
    json.add(
        "notes", texts(report.map(SettingsReport::notes).orElse(List.of()), Function.identity()));
    json.add("problems", findings(report.map(SettingsReport::problems).orElse(List.of())));
    json.add(
        "later", texts(report.map(SettingsReport::later).orElse(List.of()), Function.identity()));
    return json;
  }

  private static <T> JsonArray texts(List<T> all, Function<T, String> form) {
    JsonArray texts = new JsonArray();
    all.forEach(each -> texts.add(form.apply(each)));
    return texts;
  }

  private static JsonObject value(SettingValue setting) {
    JsonObject json = new JsonObject();
    json.addProperty("key", setting.key());
    json.addProperty("value", setting.value());
    String origin = setting.file().isPresent() ? "FILE" : "DEFAULT";
    json.addProperty("origin", setting.variable().isPresent() ? "ENVIRONMENT" : origin);
    setting
        .file()
        .ifPresent(
            file -> {
              json.addProperty("file", file);
              json.addProperty("line", setting.line());
            });
    setting.variable().ifPresent(name -> json.addProperty("variable", name));
    return json;
  }

  private static JsonArray findings(List<Problem> problems) {
    JsonArray all = new JsonArray();
    for (Problem problem : problems) {
      JsonObject json = new JsonObject();
      json.addProperty("place", problem.place());
      json.addProperty("key", problem.key());
      json.addProperty("message", problem.message());
      all.add(json);
    }
    return all;
  }

  private Answer check(Request request) {
    String text = Request.required(request.json(Set.of("text")), "text");
    if (text.length() > MOST_CHARACTERS) {
      throw new ProblemException(
          ProblemType.TOO_LARGE,
          "the text is longer than "
              + MOST_CHARACTERS
              + " characters; check it in parts, or with 'integration-host check'");
    }
    if (!checks.tryAcquire()) {
      throw new ProblemException(
              ProblemType.TOO_MANY, "other settings are being checked; try again in a moment")
          .after(1);
    }
    try {
      return checked(text);
    } finally {
      checks.release();
    }
  }

  private Answer checked(String text) {
    List<Problem> problems = List.of();
    List<String> notes = List.of();
    try {
      notes = reader.apply(text).notes();
    } catch (SettingsException e) {
      problems = told(e.problems());
    }
    JsonObject json = new JsonObject();
    json.addProperty("usable", problems.isEmpty());
    json.add("problems", findings(problems));
    json.add("notes", texts(notes, Function.identity()));
    return Answer.ok(json);
  }

  private static List<Problem> told(List<Problem> all) {
    if (all.size() <= MOST_PROBLEMS) {
      return all;
    }
    List<Problem> first = new ArrayList<>(all.subList(0, MOST_PROBLEMS - 1));
    int rest = all.size() - first.size();
    first.add(new Problem("settings", "text", rest + " more problems; mend these first"));
    return first;
  }
}
