package io.integrationhost.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for a host: serves the console with the headers of a host, and answers made by hand.
 * Remembers what was asked of it. Three integrations: yard works, hall has trouble, cellar is
 * refused.
 */
final class StubHost implements AutoCloseable {

  static final String OPERATOR = "token-of-an-operator";
  static final String READER = "token-of-a-reader";

  private static final String COOKIE = "integration-host-session";
  private static final String CSP =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile boolean silent;
  private volatile boolean forgetful;
  private volatile boolean paused;
  private volatile boolean wireLog;
  private volatile Optional<String> refusal = Optional.empty();
  private volatile boolean closed;

  /** A request that does something. */
  record Asked(String method, String path, String query, String body) {}

  StubHost() throws IOException {
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "stub-host");
              thread.setDaemon(true);
              return thread;
            });
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Requests that were to change something, in order. */
  List<Asked> asked() {
    return asked;
  }

  /** Streams say nothing more, until it is told otherwise. */
  void silence(boolean now) {
    silent = now;
  }

  /** Nobody is logged in any more, until somebody logs in. */
  void forgetSessions() {
    forgetful = true;
  }

  /** The next action is answered with a problem. */
  void refuseNext(String detail) {
    refusal = Optional.of(detail);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("Cross-Origin-Opener-Policy", "same-origin");
      exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
      exchange.getResponseHeaders().set("Content-Security-Policy", CSP);
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/api/v1/")) {
        api(exchange, path.substring("/api/v1/".length()));
      } else {
        file(exchange, path.equals("/") ? "/index.html" : path);
      }
    } catch (IOException e) {
      if (!closed && !"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
    }
  }

  private static void file(HttpExchange exchange, String path) throws IOException {
    try (InputStream in =
        StubHost.class.getResourceAsStream("/io/integrationhost/console" + path)) {
      String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
      if (in == null || type == null || path.contains("..")) {
        problem(exchange, 404, "not-found", "there is no page at this path");
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      send(exchange, 200, in.readAllBytes());
    }
  }

  private void api(HttpExchange exchange, String path) throws IOException {
    String method = exchange.getRequestMethod();
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (!method.equals("GET")) {
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (!"application/json".equals(type)) {
        problem(exchange, 403, "forbidden", "it needs Content-Type: application/json");
        return;
      }
    }
    if (method.equals("POST") && path.equals("session")) {
      login(exchange, body);
      return;
    }
    String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
    boolean reader = cookie.contains(COOKIE + "=reader");
    if (forgetful || !(reader || cookie.contains(COOKIE + "=operator"))) {
      problem(exchange, 401, "unauthenticated", "log in with a token of this host");
      return;
    }
    if (!method.equals("GET")) {
      asked.add(new Asked(method, path, query, body));
      Optional<String> detail = refusal;
      refusal = Optional.empty();
      if (detail.isPresent()) {
        problem(exchange, 409, "not-now", detail.get());
        return;
      }
      act(exchange, method, path, body);
    } else if (path.equals("live")) {
      snapshots(exchange);
    } else if (path.endsWith("/tap")) {
      frames(exchange);
    } else if (path.equals("log/live")) {
      lines(exchange);
    } else {
      read(exchange, path, query, reader);
    }
  }

  private void login(HttpExchange exchange, String body) throws IOException {
    String token = JsonParser.parseString(body).getAsJsonObject().get("token").getAsString();
    if (!token.equals(OPERATOR) && !token.equals(READER)) {
      problem(exchange, 401, "unauthenticated", "the host does not know this token");
      return;
    }
    forgetful = false;
    boolean reader = token.equals(READER);
    exchange
        .getResponseHeaders()
        .set(
            "Set-Cookie",
            COOKIE
                + "="
                + (reader ? "reader" : "operator")
                + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800");
    json(exchange, 200, Answers.json(reader ? "session-reader" : "session"));
  }

  private void act(HttpExchange exchange, String method, String path, String body)
      throws IOException {
    if (path.equals("session")) {
      exchange.getResponseHeaders().set("Set-Cookie", COOKIE + "=; Path=/; Max-Age=0");
      exchange.sendResponseHeaders(204, -1);
    } else if (path.endsWith("/pause") || path.endsWith("/resume")) {
      paused = path.endsWith("/pause");
      json(exchange, 202, integration("yard").toString());
    } else if (path.endsWith("/restart") || path.endsWith("/reconnect")) {
      json(exchange, 202, integration("yard").toString());
    } else if (path.endsWith("/wire-log")) {
      wireLog = method.equals("POST");
      json(exchange, 202, Answers.json(wireLog ? "wire-log-running" : "wire-log"));
    } else if (path.equals("converters/try")) {
      json(exchange, 200, tried(JsonParser.parseString(body).getAsJsonObject()));
    } else if (path.endsWith("/replay")) {
      json(exchange, 202, Answers.json("replay"));
    } else if (path.startsWith("loggers/")) {
      json(exchange, 200, Answers.json("logger"));
    } else if (path.equals("settings/check")) {
      json(exchange, 200, Answers.json("settings-check"));
    } else if (path.endsWith("/reload")) {
      json(exchange, 202, Answers.json("plugins"));
    } else if (method.equals("DELETE")) {
      json(exchange, 202, "{\"count\":1}");
    } else {
      problem(exchange, 404, "not-found", "there is nothing at this path");
    }
  }

  private static String tried(JsonObject trial) {
    if (!trial.has("script")) {
      return Answers.json("try-running");
    }
    return Answers.json(
        trial.get("script").getAsString().contains("broken") ? "try-failed" : "try");
  }

  private void read(HttpExchange exchange, String path, String query, boolean reader)
      throws IOException {
    Optional<String> answer = answer(path, query, reader);
    if (answer.isEmpty()) {
      problem(exchange, 404, "not-found", "there is nothing at this path");
    } else {
      json(exchange, 200, answer.get());
    }
  }

  /** What a GET answers. */
  Optional<String> answer(String path, String query, boolean reader) {
    String[] parts = path.split("/");
    if (parts[0].equals("integrations") && parts.length > 1) {
      return ofIntegration(parts, query);
    }
    return switch (path) {
      case "session" -> Optional.of(Answers.json(reader ? "session-reader" : "session"));
      case "events" ->
          Optional.of(Answers.json(query.contains("cursor") ? "events-page2" : "events"));
      case "host", "settings", "loggers", "plugins", "log" -> Optional.of(Answers.json(path));
      case "integrations" -> Optional.of(integrations().toString());
      case "history" -> Optional.of(StubValues.history(query));
      default -> Optional.empty();
    };
  }

  private Optional<String> ofIntegration(String[] parts, String query) {
    boolean yard = parts[1].equals("yard");
    String what = parts.length == 2 ? "" : parts[2];
    String id = parts.length == 4 ? parts[3] : "";
    return switch (what) {
      case "" -> Optional.ofNullable(integration(parts[1])).map(JsonElement::toString);
      case "configuration" -> Optional.of(Answers.json("configuration-yard"));
      case "wire-log" -> Optional.of(Answers.json(wireLog ? "wire-log-running" : "wire-log"));
      case "converters" -> Optional.of(Answers.json("converters-yard"));
      case "sessions" ->
          Optional.of(
              Answers.json(
                  !yard || query.contains("search=nobody")
                      ? "sessions-none"
                      : query.contains("cursor") ? "sessions-yard-page2" : "sessions-yard"));
      case "downlinks" ->
          Optional.of(
              id.isEmpty()
                  ? yard ? Answers.json("downlinks-yard") : "{\"items\":[],\"waiting\":0}"
                  : Answers.json("downlink-d1"));
      case "dead-letters" ->
          Optional.of(
              id.isEmpty()
                  ? yard ? Answers.json("letters-yard") : "{\"items\":[],\"count\":0}"
                  : Answers.json(
                      id.endsWith("3") ? "letter-3" : id.endsWith("4") ? "letter-4" : "letter-1"));
      default -> Optional.empty();
    };
  }

  private JsonObject integrations() {
    JsonObject page = JsonParser.parseString(Answers.json("integrations")).getAsJsonObject();
    for (JsonElement each : page.getAsJsonArray("items")) {
      JsonObject integration = each.getAsJsonObject();
      if (paused && integration.get("name").getAsString().equals("yard")) {
        integration.getAsJsonObject("paused").addProperty("intake", true);
      }
    }
    return page;
  }

  private JsonObject integration(String name) {
    for (JsonElement each : integrations().getAsJsonArray("items")) {
      if (each.getAsJsonObject().get("name").getAsString().equals(name)) {
        return each.getAsJsonObject();
      }
    }
    return null;
  }

  /** One snapshot, as the stream has it. */
  String snapshot() {
    JsonObject host = JsonParser.parseString(Answers.json("host")).getAsJsonObject();
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("time", Instant.now().toString());
    snapshot.add("host", host.get("values"));
    JsonArray all = new JsonArray();
    for (JsonElement each : integrations().getAsJsonArray("items")) {
      JsonObject integration = each.getAsJsonObject();
      List.of("title", "type", "configurationTime", "link", "spool", "converters")
          .forEach(integration::remove);
      StubValues.advance(integration.getAsJsonObject("values"));
      all.add(integration);
    }
    snapshot.add("integrations", all);
    return snapshot.toString();
  }

  private void snapshots(HttpExchange exchange) throws IOException {
    OutputStream out = events(exchange);
    while (!closed && !forgetful) {
      if (!silent) {
        event(out, "snapshot", snapshot());
      }
      pause(1_000);
    }
  }

  private void frames(HttpExchange exchange) throws IOException {
    OutputStream out = events(exchange);
    event(out, "started", "{\"ends\":\"%s\"}".formatted(Instant.now().plusSeconds(600)));
    for (int frame = 1; frame <= 3; frame++) {
      event(out, "frame", Answers.json("tap-frame-" + frame));
    }
    event(out, "answer", "{\"frame\":1,\"result\":\"ACCEPTED\",\"durationSeconds\":0.021}");
    event(out, "dropped", "{\"count\":4}");
    while (!closed) {
      out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      pause(500);
    }
  }

  private void lines(HttpExchange exchange) throws IOException {
    OutputStream out = events(exchange);
    event(
        out,
        "line",
        "{\"time\":\"%s\",\"level\":\"INFO\",\"logger\":\"io.integrationhost.live.Line\",\"thread\":\"control-1\",\"message\":\"a line of now\"}"
            .formatted(Instant.now()));
    while (!closed) {
      out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      pause(500);
    }
  }

  private static OutputStream events(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static void event(OutputStream out, String event, String data) throws IOException {
    String line = JsonParser.parseString(data).toString();
    out.write(("event: " + event + "\ndata: " + line + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void pause(long millis) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the stub ends", e);
    }
  }

  private static void json(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void problem(HttpExchange exchange, int status, String word, String detail)
      throws IOException {
    JsonObject problem = new JsonObject();
    problem.addProperty("type", "urn:integrationhost:problem:" + word);
    problem.addProperty("title", word);
    problem.addProperty("status", status);
    problem.addProperty("detail", detail);
    problem.addProperty("instance", "r-17");
    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
    send(exchange, status, problem.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
  }
}
