package io.integrationhost.admin.live;

import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.host.integration.RunningIntegration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files of what passes on the sockets of integrations, for some time each. Safe for any thread. */
public final class WireLogs {

  private static final Duration LONGEST = Duration.ofHours(24);

  private final Path directory;
  private final Wires wires;
  private final Clock clock;
  private final Map<String, Running> running = new HashMap<>();

  private record Running(WireLog log, Instant until, Runnable leave) {}

  WireLogs(Path dataDirectory, Wires wires, Clock clock) {
    this.directory = dataDirectory.resolve("logs").resolve("wire");
    this.wires = wires;
    this.clock = clock;
  }

  /** Begins one, in place of one that runs. */
  public JsonObject start(Request request, RunningIntegration integration) {
    JsonObject body = request.json(Set.of("for", "transport", "session", "device", "hex"));
    Duration time = Request.time("/for", Request.required(body, "for"), LONGEST);
    WireLog.Wish wish =
        new WireLog.Wish(
            Request.text(body, "transport"),
            Request.text(body, "session"),
            Request.text(body, "device"),
            Request.flag(body, "hex"));
    String name = integration.name();
    synchronized (this) {
      end(name);
      WireLog log = new WireLog(directory.resolve(name), wish, clock);
      running.put(name, new Running(log, clock.instant().plus(time), wires.watch(name, log)));
      return json(name);
    }
  }

  /** Ends it, if one runs. */
  public synchronized JsonObject end(String integration) {
    Running former = running.remove(integration);
    if (former != null) {
      former.leave().run();
      former.log().close();
    }
    return json(integration);
  }

  /** As the API tells it. */
  public synchronized JsonObject json(String integration) {
    JsonObject json = new JsonObject();
    Optional<Running> now = Optional.ofNullable(running.get(integration));
    json.addProperty("running", now.isPresent());
    now.ifPresent(
        each -> {
          json.addProperty("until", each.until().toString());
          json.addProperty("directory", directory.resolve(integration).toString());
          each.log().wish().transport().ifPresent(text -> json.addProperty("transport", text));
          each.log().wish().session().ifPresent(text -> json.addProperty("session", text));
          each.log().wish().device().ifPresent(text -> json.addProperty("device", text));
          json.addProperty("droppedLines", each.log().dropped());
        });
    return json;
  }

  /** Ends those whose time is over; called about once a second. */
  public synchronized void look() {
    Instant now = clock.instant();
    running.entrySet().stream()
        .filter(entry -> !now.isBefore(entry.getValue().until()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::end);
  }

  /** Ends all. */
  public synchronized void close() {
    Set.copyOf(running.keySet()).forEach(this::end);
  }
}
