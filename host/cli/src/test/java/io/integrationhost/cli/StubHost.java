package io.integrationhost.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Answers as the API of a host does, and remembers what it was asked. */
final class StubHost implements AutoCloseable {

  static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

  /** What somebody asked: method and path with its query, the body, and its type. */
  record Asked(String what, String body, String contentType) {}

  /** One answer; a stream has its events in the text. */
  private record Answer(int status, String type, String text) {}

  StubHost() throws IOException {
    this(HttpServer.create(here(), 0));
  }

  private StubHost(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static InetSocketAddress here() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** One that shows a certificate. */
  static StubHost encrypted(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(here(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new StubHost(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** As a host leaves it in its data directory. */
  StubHost runsIn(Path data) throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("admin.token"), TOKEN + "\n");
    Files.writeString(data.resolve("admin.port"), port() + "\n");
    return this;
  }

  /** What it answers to a method and path, whatever the query. */
  StubHost answers(String what, int status, String json) {
    answers.put(what, new Answer(status, "application/json", json));
    return this;
  }

  StubHost refuses(String what, int status, String word, String detail) {
    answers.put(
        what,
        new Answer(
            status,
            "application/problem+json",
            """
            {"type": "urn:integrationhost:problem:%s", "title": "No", "status": %d, "detail": "%s",
             "instance": "r-17", "errors": [{"pointer": "/for", "detail": "must be a time"}]}
            """
                .formatted(word, status, detail)));
    return this;
  }

  /** Each event is its name, a blank and its JSON. */
  StubHost streams(String what, String... events) {
    StringBuilder text = new StringBuilder(": welcome\n\n");
    int id = 0;
    for (String event : events) {
      int blank = event.indexOf(' ');
      text.append("id: ").append(++id).append("\nevent: ").append(event, 0, blank);
      text.append("\ndata: ").append(event.substring(blank + 1).replace("\n", "")).append("\n\n");
    }
    answers.put(what, new Answer(200, "text/event-stream", text.toString()));
    return this;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    String what = exchange.getRequestMethod() + " " + path;
    asked.add(
        new Asked(
            query == null ? what : what + "?" + query,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))));
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    Answer answer =
        known
            ? answers.getOrDefault(
                what,
                new Answer(
                    404,
                    "application/problem+json",
                    "{\"detail\": \"there is nothing at " + path + "\"}"))
            : new Answer(
                401, "application/problem+json", "{\"detail\": \"the token is not known\"}");
    byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    boolean stream = answer.type().startsWith("text/event-stream");
    exchange.sendResponseHeaders(
        answer.status(), stream ? 0 : bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A snapshot, so many seconds after noon, in which the counters have these values. */
  static String snapshot(int seconds, int in, int out, String state) {
    return """
        snapshot {"time": "2026-11-30T12:00:%02dZ",
          "host": {"heapUsedBytes": 104857600, "heapMaxBytes": 536870912},
          "integrations": [
            {"name": "yard", "state": "%s", "reason": "", "since": "2026-11-30T11:00:00Z",
             "paused": {"intake": false, "delivery": true},
             "values": {"uplinksPublished": %d, "itemsDelivered": %d, "spoolItems": 1500,
                        "spoolOldestItemAgeSeconds": 61.5, "deadLetterReadings": 1,
                        "deadLetterPayloads": 2},
             "transports": [{"name": "tcp", "status": "UP", "connections": 17,
                             "receivedBytes": %d, "sentBytes": 0}]},
            {"name": "hall", "state": "DISABLED", "reason": "disabled in ThingsBoard",
             "since": "2026-11-28T12:00:00Z", "paused": {"intake": false, "delivery": false},
             "values": {"spoolItems": 7}, "transports": []}]}
        """
        .formatted(seconds, state, in, out, in * 10);
  }
}
