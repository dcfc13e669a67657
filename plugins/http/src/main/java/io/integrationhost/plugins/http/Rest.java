package io.integrationhost.plugins.http;

import io.integrationhost.kit.Workers;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;

/**
 * Asks servers of networks, for all transports of the plugin. Its threads come with the first
 * question. Thread-safe.
 */
final class Rest implements AutoCloseable {

  /** For a whole question. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration CONNECTING = Duration.ofSeconds(5);

  private final String threads;
  private final Duration patience;
  private Optional<Workers> workers = Optional.empty();
  private Optional<HttpClient> client = Optional.empty();

  Rest(String threads) {
    this(threads, PATIENCE);
  }

  /**
   * Asks nobody yet.
   *
   * @param patience for a whole question with its answer
   */
  Rest(String threads, Duration patience) {
    this.threads = threads;
    this.patience = patience;
  }

  /** What a server said. */
  record Said(int status, byte[] body) {

    boolean isOk() {
      return status >= 200 && status < 300;
    }
  }

  private synchronized HttpClient client() {
    if (client.isEmpty()) {
      var made = new Workers(threads, 2);
      workers = Optional.of(made);
      client =
          Optional.of(
              HttpClient.newBuilder()
                  .executor(made)
                  .connectTimeout(CONNECTING)
                  .followRedirects(HttpClient.Redirect.NEVER)
                  .version(HttpClient.Version.HTTP_1_1)
                  .build());
    }
    return client.get();
  }

  /**
   * Asks; once more if the server could not be connected to.
   *
   * @return completes with any status; fails when there was no answer
   */
  CompletionStage<Said> ask(HttpRequest request) {
    return once(request)
        .exceptionallyCompose(
            failure ->
                isUnconnected(failure) ? once(request) : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Said> once(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> asked =
        client().sendAsync(request, answer -> new BoundedBody());
    // The time that a request has itself ends with the header of its answer.
    return asked
        .thenApply(Rest::said)
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((said, failure) -> asked.cancel(true));
  }

  private static Said said(HttpResponse<byte[]> response) {
    return new Said(response.statusCode(), response.body());
  }

  /** Whether nothing of a question can have reached the server. */
  static boolean isUnconnected(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException;
  }

  @Override
  public synchronized void close() {
    client = Optional.empty();
    workers.ifPresent(Workers::close);
    workers = Optional.empty();
  }
}
