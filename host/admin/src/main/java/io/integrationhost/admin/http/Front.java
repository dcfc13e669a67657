package io.integrationhost.admin.http;

import io.integrationhost.admin.access.Gate;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Audit;
import io.integrationhost.admin.exchange.Caller;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.RequestHead;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.exchange.Routes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What becomes of a request, whatever server it came with: it passes the gate, finds its route, and
 * gets an answer in any case. Safe for any thread.
 */
public final class Front {

  private static final Logger log = LoggerFactory.getLogger(Front.class);

  /** The key under which lines of the log tell the number of a request. */
  private static final String REQUEST = "request";

  private final Routes routes;
  private final Gate gate;
  private final Pages pages;
  private final Audit audit;

  /**
   * A front.
   *
   * @param pages of the console
   */
  public Front(Routes routes, Gate gate, Pages pages, Audit audit) {
    this.routes = routes;
    this.gate = gate;
    this.pages = pages;
    this.audit = audit;
  }

  /** A request that is let in; without a route it is for a page. */
  record Admitted(
      RequestHead head, Caller caller, Optional<Routes.Match> match, Optional<Answer> answer) {

    Optional<Route> route() {
      return match.map(Routes.Match::route);
    }

    /** The most bytes that its body may have. */
    int mostBytes() {
      return head.isSafe() ? 0 : route().map(Route::mostBytes).orElse(0);
    }
  }

  /** Judges a request before its body is read. Throws nothing. */
  Admitted admit(RequestHead head) {
    try {
      return admitted(head);
    } catch (ProblemException e) {
      return new Admitted(head, Caller.UNKNOWN, Optional.empty(), Optional.of(e.answer(head.id())));
    } catch (RuntimeException | Error e) {
      return new Admitted(head, Caller.UNKNOWN, Optional.empty(), Optional.of(internal(head, e)));
    }
  }

  private Admitted admitted(RequestHead head) {
    if (isPage(head.path())) {
      gate.admitPage(head);
      return new Admitted(head, Caller.UNKNOWN, Optional.empty(), Optional.of(page(head)));
    }
    Routes.Match match;
    try {
      match = routes.find(head);
    } catch (ProblemException e) {
      gate.admitUnknown(head);
      throw e;
    }
    Caller caller = gate.admit(head, match.route());
    return new Admitted(head, caller, Optional.of(match), Optional.empty());
  }

  private static boolean isPage(String path) {
    return !path.startsWith("/api/") && !path.startsWith("/health/") && !path.equals("/metrics");
  }

  private Answer page(RequestHead head) {
    if (!head.isSafe()) {
      throw new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "pages can be read only");
    }
    return pages
        .find(head)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "there is no page at this path"));
  }

  /** The answer; the stage never fails. */
  CompletionStage<Answer> answer(Admitted admitted, byte[] body) {
    if (admitted.answer().isPresent()) {
      return Answer.now(admitted.answer().get());
    }
    RequestHead head = admitted.head();
    Routes.Match match = admitted.match().orElseThrow();
    CompletionStage<Answer> answer;
    MDC.put(REQUEST, head.id());
    try {
      match.route().checkParameters(head.query());
      answer =
          match
              .route()
              .handler()
              .handle(new Request(head, admitted.caller(), match.places(), body));
    } catch (RuntimeException | Error e) {
      answer = CompletableFuture.failedFuture(e);
    } finally {
      MDC.remove(REQUEST);
    }
    return answer
        .exceptionally(failure -> problem(head, failure))
        .thenApply(given -> audited(admitted, given));
  }

  /** Lines of the log that are written meanwhile tell which request it is. */
  private static void noting(RequestHead head, Runnable work) {
    MDC.put(REQUEST, head.id());
    try {
      work.run();
    } finally {
      MDC.remove(REQUEST);
    }
  }

  private Answer audited(Admitted admitted, Answer answer) {
    if (admitted.route().filter(Route::audited).isPresent()
        && answer instanceof Answer.Bytes bytes) {
      RequestHead head = admitted.head();
      noting(
          head,
          () ->
              audit.done(
                  head, admitted.caller(), head.method() + " " + head.path(), bytes.status()));
    }
    return answer;
  }

  private static Answer problem(RequestHead head, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RejectedExecutionException) {
      return new ProblemException(
              ProblemType.UNAVAILABLE, "the host, or the integration, is stopping")
          .answer(head.id());
    }
    return cause instanceof ProblemException problem
        ? problem.answer(head.id())
        : internal(head, cause);
  }

  /** Says nothing of the fault but where to look: it may quote what is nobody's business. */
  private static Answer internal(RequestHead head, Throwable failure) {
    noting(
        head,
        () ->
            log.error(
                "request {} of the host's own port failed; please report this", head, failure));
    return new ProblemException(
            ProblemType.INTERNAL, "the host failed to answer; its log says more at " + head.id())
        .answer(head.id());
  }

  /** An answer to what never became a request, or failed in the server. */
  static Answer.Bytes malformed(String id, int status) {
    ProblemException problem =
        switch (status) {
          case 413, 414, 431 ->
              new ProblemException(ProblemType.TOO_LARGE, "the request is larger than it may be");
          case 500 -> new ProblemException(ProblemType.INTERNAL, "the host failed to answer");
          case 503 ->
              new ProblemException(ProblemType.UNAVAILABLE, "the host is stopping, or has no room");
          default ->
              new ProblemException(
                  ProblemType.BAD_REQUEST, "the request is no HTTP/1.1 that this host takes");
        };
    return problem.answer(id, status);
  }
}
