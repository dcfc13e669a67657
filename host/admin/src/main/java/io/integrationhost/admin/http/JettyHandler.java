package io.integrationhost.admin.http;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.EventStream;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.RequestHead;
import io.integrationhost.admin.exchange.RequestWatch;
import io.integrationhost.admin.exchange.Route;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** Between the server and the {@link Front}: reads what came, writes what goes. Never waits. */
final class JettyHandler extends Handler.Abstract {

  private static final Duration SEND = Duration.ofSeconds(10);

  private final Front front;
  private final boolean secure;
  private final RequestWatch watch;
  private final String run;
  private final AtomicLong count = new AtomicLong();

  /**
   * A handler.
   *
   * @param run makes the numbers of requests those of this start
   */
  JettyHandler(Front front, boolean secure, RequestWatch watch, String run) {
    this.front = front;
    this.secure = secure;
    this.watch = watch;
    this.run = run;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long begin = System.nanoTime();
    RequestHead head = head(request);
    Front.Admitted admitted = front.admit(head);
    read(request, admitted)
        .thenCompose(body -> front.answer(admitted, body))
        .exceptionally(failure -> tooMuch(head, failure))
        .thenAccept(
            answer -> {
              String route = admitted.route().map(Route::path).orElse("");
              send(head, answer, response, counting(callback, route, response, begin));
            })
        .exceptionally(
            failure -> {
              callback.failed(failure);
              return null;
            });
    return true;
  }

  private Callback counting(Callback callback, String route, Response response, long begin) {
    return Callback.from(
        callback, () -> watch.answered(route, response.getStatus(), System.nanoTime() - begin));
  }

  private RequestHead head(Request request) {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.putIfAbsent(
          field.getName().toLowerCase(Locale.ROOT), String.valueOf(field.getValue()));
    }
    return new RequestHead(
        run + "-" + count.incrementAndGet(),
        request.getMethod(),
        String.valueOf(request.getHttpURI().getPath()),
        query(request),
        headers,
        Request.getRemoteAddr(request),
        secure,
        certificate(request));
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new HashMap<>();
    try {
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        query.putIfAbsent(field.getName(), field.getValue() == null ? "" : field.getValue());
      }
    } catch (RuntimeException e) {
      // Escapes that are none: a parameter that no path knows, lest a filter be passed over.
      query.clear();
      query.put(String.valueOf(request.getHttpURI().getQuery()), "");
    }
    return query;
  }

  private static Optional<String> certificate(Request request) {
    if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
        instanceof EndPoint.SslSessionData data) {
      X509Certificate[] chain = data.peerCertificates();
      return chain == null || chain.length == 0
          ? Optional.empty()
          : Optional.of(chain[0].getSubjectX500Principal().getName());
    }
    return Optional.empty();
  }

  private static CompletableFuture<byte[]> read(Request request, Front.Admitted admitted) {
    if (admitted.answer().isPresent() || admitted.mostBytes() == 0) {
      return CompletableFuture.completedFuture(new byte[0]);
    }
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(
        request, admitted.mostBytes(), Promise.Invocable.toPromise(body));
    return body.orTimeout(SEND.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Answer tooMuch(RequestHead head, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    ProblemException problem =
        cause instanceof TimeoutException
            ? new ProblemException(
                ProblemType.BAD_REQUEST, "the body did not come within " + SEND.toSeconds() + " s")
            : new ProblemException(
                ProblemType.TOO_LARGE,
                "the body is larger than this path takes (" + reason(cause) + ")");
    return problem.answer(head.id()).with("Connection", "close");
  }

  private static String reason(Throwable cause) {
    return cause instanceof IllegalStateException ? "limit reached" : "it broke off";
  }

  private static void send(RequestHead head, Answer answer, Response response, Callback callback) {
    if (answer instanceof Answer.Events events) {
      stream(head, events, response, callback);
      return;
    }
    Answer.Bytes bytes = Delivery.finish(head, (Answer.Bytes) answer);
    response.setStatus(bytes.status());
    Delivery.headers(bytes.headers()).forEach(response.getHeaders()::put);
    response.getHeaders().put("X-Request-Id", head.id());
    if (!bytes.contentType().isEmpty()) {
      response.getHeaders().put("Content-Type", bytes.contentType());
    }
    if (bytes.status() != 204 && bytes.status() != 304) {
      response.getHeaders().put("Content-Length", bytes.body().length);
    }
    boolean without = head.method().equals("HEAD") || bytes.body().length == 0;
    response.write(
        true, without ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes.body()), callback);
  }

  private static void stream(
      RequestHead head, Answer.Events events, Response response, Callback callback) {
    response.setStatus(200);
    Delivery.headers(Map.of()).forEach(response.getHeaders()::put);
    response.getHeaders().put("X-Request-Id", head.id());
    response.getHeaders().put("Content-Type", "text/event-stream");
    if (head.method().equals("HEAD")) {
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    EventStream stream = new EventStream(new Sink(response, callback), events.places());
    // The head goes out at once, so that the reader knows that it is let in.
    response.write(
        false,
        ByteBuffer.allocate(0),
        Callback.from(
            Invocable.InvocationType.NON_BLOCKING,
            () -> events.open().accept(stream),
            failure -> {
              // It has a place among the streams, which is free again when it has ended.
              events.open().accept(stream);
              stream.end();
            }));
  }

  /** The connection of one stream. */
  private record Sink(Response response, Callback callback) implements EventStream.Sink {

    @Override
    public void write(byte[] bytes, boolean last, Consumer<Throwable> done) {
      response.write(
          last,
          ByteBuffer.wrap(bytes),
          Callback.from(
              Invocable.InvocationType.NON_BLOCKING,
              () -> {
                done.accept(null);
                if (last) {
                  callback.succeeded();
                }
              },
              failure -> {
                done.accept(failure);
                callback.failed(failure);
              }));
    }
  }
}
