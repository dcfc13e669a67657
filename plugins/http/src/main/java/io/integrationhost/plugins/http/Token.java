package io.integrationhost.plugins.http;

import io.integrationhost.kit.Refusal;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** A token that a server gives for a while; asked for when it is needed, once. Thread-safe. */
final class Token {

  private record Held(String text, Instant until) {}

  private final Rest rest;
  private final Clock clock;
  private final Supplier<HttpRequest> question;
  private final Duration earlier;
  private Optional<Held> held = Optional.empty();
  private Optional<CompletionStage<String>> asking = Optional.empty();

  /**
   * None is held.
   *
   * @param question of who gives it
   * @param earlier how long before its end another one is asked for
   */
  Token(Rest rest, Clock clock, Supplier<HttpRequest> question, Duration earlier) {
    this.rest = rest;
    this.clock = clock;
    this.question = question;
    this.earlier = earlier;
  }

  CompletionStage<String> get() {
    var answer = new CompletableFuture<String>();
    synchronized (this) {
      if (held.filter(one -> clock.instant().isBefore(one.until())).isPresent()) {
        return CompletableFuture.completedFuture(held.get().text());
      }
      if (asking.isPresent()) {
        return asking.get();
      }
      asking = Optional.of(answer);
    }
    CompletionStage<Rest.Said> said;
    try {
      said = Sender.askBefore(rest, question.get());
    } catch (RuntimeException | Error e) {
      said = CompletableFuture.failedFuture(e);
    }
    var unused =
        said.thenApply(this::taken)
            .whenComplete(
                (text, failure) -> {
                  synchronized (this) {
                    asking = Optional.empty();
                  }
                  if (failure == null) {
                    answer.complete(text);
                  } else {
                    answer.completeExceptionally(failure);
                  }
                });
    return answer;
  }

  private String taken(Rest.Said said) {
    Object body = Sender.parsed(said);
    String text =
        Json.field(body, "access_token")
            .orElseThrow(() -> Refusal.rejected("who gives tokens answered without access_token"));
    long seconds = Json.field(body, "expires_in").map(Token::seconds).orElse(0L);
    Instant until = clock.instant().plusSeconds(seconds).minus(earlier);
    synchronized (this) {
      held = Optional.of(new Held(text, until));
    }
    return text;
  }

  private static long seconds(String text) {
    try {
      return Math.min((long) Double.parseDouble(text), 365L * 86_400);
    } catch (NumberFormatException isNone) {
      return 0;
    }
  }

  /**
   * Does something with it; after a failure another one is asked for the next time.
   *
   * @return completes when that is done, or fails with its reason
   */
  <T> CompletionStage<Void> use(Function<String, CompletionStage<T>> action) {
    return get()
        .thenCompose(action)
        .handle(
            (done, failure) -> {
              if (failure != null) {
                forget();
                throw new CompletionException(
                    failure.getCause() == null ? failure : failure.getCause());
              }
              return null;
            });
  }

  private synchronized void forget() {
    held = Optional.empty();
  }
}
