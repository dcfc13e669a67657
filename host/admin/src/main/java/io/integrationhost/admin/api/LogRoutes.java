package io.integrationhost.admin.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.EventStream;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.live.Streams;
import io.integrationhost.host.settings.AdminScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** The log, and how much is logged. */
final class LogRoutes {

  static final int KEPT = 2_000;

  private static final Duration USUAL = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int PLACES = 256;
  private static final String NAME = "[A-Za-z0-9_.$-]{1,200}";

  private final LogPort port;
  private final LoggerLevels levels;
  private final Streams streams;

  LogRoutes(LogPort port, LoggerLevels levels, Streams streams) {
    this.port = port;
    this.levels = levels;
    this.streams = streams;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/log", AdminScope.OPERATE, Handler.of(this::tail))
            .taking("limit", "level", "integration"),
        Route.get("/api/v1/log/live", AdminScope.OPERATE, Handler.of(this::live)).taking("level"),
        Route.get("/api/v1/loggers", AdminScope.READ, Handler.of(this::loggers)),
        Route.action(
            "PUT", "/api/v1/loggers/{logger}", AdminScope.OPERATE, Handler.of(this::change)));
  }

  private static LogPort.Level least(Request request) {
    return request.choice("level", LogPort.Level.class).orElse(LogPort.Level.TRACE);
  }

  private Answer tail(Request request) {
    LogPort.Level least = least(request);
    Optional<String> integration =
        request.parameter("integration").map(name -> "integration '" + name + "'");
    List<LogPort.Line> lines = new ArrayList<>();
    List<LogPort.Line> newestFirst = new ArrayList<>(port.tail(KEPT));
    Collections.reverse(newestFirst);
    for (LogPort.Line line : newestFirst) {
      boolean meant =
          line.level().compareTo(least) >= 0
              && integration.filter(name -> !line.message().contains(name)).isEmpty();
      if (meant && lines.size() < request.limit()) {
        lines.add(line);
      }
    }
    Collections.reverse(lines);
    JsonArray all = new JsonArray();
    lines.forEach(line -> all.add(line.json()));
    JsonObject json = new JsonObject();
    json.add("lines", all);
    return Answer.ok(json);
  }

  private Answer live(Request request) {
    LogPort.Level least = least(request);
    return streams.open(request, Streams.Kind.LOG, PLACES, stream -> follow(stream, least));
  }

  private void follow(EventStream stream, LogPort.Level least) {
    AtomicInteger dropped = new AtomicInteger();
    stream.onClose(
        port.listen(
            line -> {
              if (line.level().compareTo(least) >= 0) {
                tell(stream, line, dropped);
              }
            }));
  }

  private static void tell(EventStream stream, LogPort.Line line, AtomicInteger dropped) {
    int missed = dropped.get();
    if (missed > 0 && stream.send("dropped", "{\"count\":" + missed + "}")) {
      dropped.addAndGet(-missed);
    }
    if (!stream.send("line", Answer.GSON.toJson(line.json())) && !stream.isClosed()) {
      dropped.incrementAndGet();
    }
  }

  private Answer loggers(Request request) {
    JsonArray all = new JsonArray();
    new TreeSet<>(port.loggers()).forEach(name -> all.add(levels.json(name)));
    JsonObject json = new JsonObject();
    json.add("loggers", all);
    return Answer.ok(json);
  }

  private Answer change(Request request) {
    String name = request.place("logger");
    if (!name.matches(NAME)) {
      throw Request.bad("logger", "must be the name of a package or class");
    }
    JsonObject body = request.json(Set.of("level", "for"));
    JsonElement level = body.get("level");
    if (level == null) {
      throw Request.bad("/level", "is missing");
    }
    if (level.equals(JsonNull.INSTANCE)) {
      levels.back(name);
    } else {
      LogPort.Level wanted =
          Request.choice("/level", Request.required(body, "level"), LogPort.Level.class);
      Duration time =
          Request.text(body, "for").map(text -> Request.time("/for", text, LONGEST)).orElse(USUAL);
      levels.set(name, wanted, time);
    }
    return Answer.ok(levels.json(name));
  }
}
