package io.integrationhost.admin.live;

import io.integrationhost.admin.exchange.Audit;
import io.integrationhost.admin.exchange.Caller;
import io.integrationhost.admin.exchange.RequestHead;
import io.integrationhost.admin.live.Event.Kind;
import io.integrationhost.admin.live.Event.Severity;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.Status;
import io.integrationhost.host.board.StatusListener;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last things that happened: changes of state, of settings and plugins, losses, and who did
 * what. In memory; the log has them too. Safe for any thread.
 */
public final class EventLog implements StatusListener, Audit {

  private static final Logger AUDIT = LoggerFactory.getLogger("io.integrationhost.admin.audit");
  private static final int MOST = 1_000;
  private static final int MOST_TEXT = 1_000;
  private static final Pattern OF_INTEGRATION = Pattern.compile(" /api/v1/integrations/([^/? ]+)");

  private final Clock clock;
  private final Deque<Event> events = new ArrayDeque<>();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private long nextId = 1;

  /** Nothing has happened yet. */
  public EventLog(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void changed(String integration, Status before, Status now) {
    Severity severity =
        switch (now.phase()) {
          case FAILED, REFUSED -> Severity.ERROR;
          case DEGRADED -> Severity.WARN;
          default -> now.reason().isEmpty() ? Severity.INFO : Severity.WARN;
        };
    add(
        Kind.STATE,
        severity,
        "integration '" + integration + "' is " + now.describe(),
        Optional.of(integration),
        Optional.of(now.phase()),
        Optional.of(before.phase()),
        Optional.empty(),
        Optional.empty());
  }

  /** Something that nobody asked for. */
  void add(Kind kind, Severity severity, String message, Optional<String> integration) {
    add(
        kind,
        severity,
        message,
        integration,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void done(RequestHead head, Caller caller, String what, int status) {
    String result = status < 400 ? "done" : "refused";
    AUDIT.info(
        "'{}' at {}: {}: {} ({}), request {}",
        caller.name(),
        head.remoteAddress(),
        what,
        result,
        status,
        head.id());
    add(
        Kind.ACTION,
        status < 400 ? Severity.INFO : Severity.WARN,
        what + ": " + result + " (" + status + ")",
        integrationOf(what),
        Optional.empty(),
        Optional.empty(),
        Optional.of(caller.name()),
        Optional.of(head.remoteAddress()));
  }

  /** The name in the path of what was asked for. */
  private static Optional<String> integrationOf(String what) {
    Matcher path = OF_INTEGRATION.matcher(what);
    if (!path.find()) {
      return Optional.empty();
    }
    // Whoever escapes a letter of it did the same; the path was read before, so this can be.
    return Optional.of(
        URLDecoder.decode(path.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private void add(
      Kind kind,
      Severity severity,
      String message,
      Optional<String> integration,
      Optional<Phase> state,
      Optional<Phase> former,
      Optional<String> author,
      Optional<String> address) {
    String text = message.length() > MOST_TEXT ? message.substring(0, MOST_TEXT) + "..." : message;
    Event event;
    synchronized (this) {
      event =
          new Event(
              nextId++,
              clock.instant(),
              kind,
              severity,
              text,
              integration,
              state,
              former,
              author,
              address);
      events.addLast(event);
      if (events.size() > MOST) {
        events.removeFirst();
      }
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /** All that are kept, the newest first. */
  public List<Event> newestFirst() {
    List<Event> all;
    synchronized (this) {
      all = new ArrayList<>(events);
    }
    Collections.reverse(all);
    return all;
  }

  /**
   * Tells of each event from now on, on the thread on which it happens.
   *
   * @param listener must not block or throw
   * @return ends that
   */
  Runnable listen(Consumer<Event> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
