package io.integrationhost.cli.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.ground.CleanText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Asks one host. Every method waits for the answer and throws a {@link HostException} else. */
public final class HostClient {

  private static final String API = "/api/v1";
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int PAGE = 500;
  private static final int MOST_OF_A_TEXT = 2_000;

  /** A few times what a host has to say at once: a history of all its integrations. */
  private static final int MOST_OF_AN_ANSWER = 64 << 20;

  private final HostAccess access;
  private final HttpClient http;
  private final Duration patience;

  /** Connects with the first request. */
  public HostClient(HostAccess access) {
    this(access, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience with connecting, and with each of head and rest of an answer
   */
  HostClient(HostAccess access, Duration patience) {
    this.access = access;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER);
    access.trust().ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** The path of something about an integration. */
  public static String integration(String name, String what) {
    return "/integrations/" + encode(name) + what;
  }

  /** A part of a path, or a value of a query, as it is written there. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The query with those of the values that are given, in their order. */
  public static String query(Map<String, Optional<String>> values) {
    String query =
        values.entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream().map(value -> entry.getKey() + "=" + encode(value)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  /**
   * Reads something.
   *
   * @param path below the API's own
   */
  public JsonObject get(String path) {
    return object(exchange(request(path).GET().build()));
  }

  /** All items of a list, however many pages it has. */
  public List<JsonObject> list(String path) {
    List<JsonObject> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page =
          get(path + "?limit=" + PAGE + (cursor.isEmpty() ? "" : "&cursor=" + encode(cursor)));
      if (!(page.get("items") instanceof JsonArray)) {
        throw somethingElse();
      }
      all.addAll(IntegrationLine.list(page, "items"));
      cursor = text(page, "next").orElse("");
    } while (!cursor.isEmpty());
    return all;
  }

  /**
   * Does something.
   *
   * @param waiting how long the host may take beside the usual
   */
  public JsonObject send(String method, String path, Optional<JsonObject> body, Duration waiting) {
    return object(
        exchange(
            request(path)
                .timeout(patience.plus(waiting))
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.map(json -> BodyPublishers.ofString(json.toString()))
                        .orElseGet(BodyPublishers::noBody))
                .build()));
  }

  /** Events as they come, until it is closed. */
  public EventStream events(String path) {
    HttpResponse<InputStream> response =
        exchange(request(path).header("Accept", "text/event-stream").GET().build());
    return EventStream.read(response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(access.base().resolve(API + path))
        .timeout(patience)
        .header("Authorization", "Bearer " + access.token());
  }

  private HttpResponse<InputStream> exchange(HttpRequest request) {
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() / 100 != 2) {
        throw refused(response);
      }
      return response;
    } catch (SSLException e) {
      throw new HostException(
          access.base()
              + ": there is no trusted encryption ("
              + e.getMessage()
              + "); name whose certificates are believed with --ca FILE, or use http:// if the"
              + " host has no admin.tls",
          0);
    } catch (HttpTimeoutException e) {
      throw noAnswer("it does not answer in time");
    } catch (ConnectException e) {
      throw noAnswer("the connection is refused");
    } catch (IOException e) {
      throw noAnswer(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer("interrupted");
    }
  }

  private HostException noAnswer(String why) {
    return new HostException(
        "no host answers at "
            + access.base()
            + " ("
            + why
            + "), "
            + access.from()
            + "; start it ('integration-host run'), see in its log whether it could open admin.port"
            + " and that admin.enabled is not false, or name another one with --url",
        0);
  }

  private JsonObject object(HttpResponse<InputStream> response) {
    // The patience of a request ends with the head of its answer.
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> close(response.body()),
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(MOST_OF_AN_ANSWER + 1);
      if (bytes.length > MOST_OF_AN_ANSWER) {
        throw somethingElse();
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.isBlank() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
    } catch (IOException e) {
      throw noAnswer("its answer breaks off");
    } catch (JsonParseException | IllegalStateException e) {
      throw somethingElse();
    } finally {
      late.cancel(false);
    }
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // Whoever reads it learns that it has ended.
      throw new UncheckedIOException(e);
    }
  }

  private HostException somethingElse() {
    return new HostException(
        access.base() + " does not answer as a host does; is something else at that port?", 0);
  }

  private HostException refused(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    Optional<JsonObject> problem =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem")
            ? Optional.of(object(response))
            : Optional.empty();
    if (problem.isEmpty()) {
      return new HostException(
          access.base()
              + " answers "
              + status
              + " and not as a host does; is something else at that port?",
          0);
    }
    return new HostException(sentence(problem.get(), status), status);
  }

  private static String sentence(JsonObject problem, int status) {
    StringBuilder text = new StringBuilder();
    text.append(text(problem, "detail").or(() -> text(problem, "title")).orElse("refused"));
    for (JsonObject error : IntegrationLine.list(problem, "errors")) {
      text.append(System.lineSeparator())
          .append("  ")
          .append(text(error, "pointer").orElse(""))
          .append(": ")
          .append(text(error, "detail").orElse(""));
    }
    text(problem, "state").ifPresent(state -> text.append(" (it is ").append(state).append(')'));
    if (status >= 500) {
      text(problem, "instance")
          .ifPresent(id -> text.append("; the host's log has it under ").append(id));
    }
    return text.toString();
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.get(key))
        .filter(JsonElement::isJsonPrimitive)
        .map(value -> CleanText.of(value.getAsString(), MOST_OF_A_TEXT));
  }
}
