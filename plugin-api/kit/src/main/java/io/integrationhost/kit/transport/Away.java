package io.integrationhost.kit.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Since when and why a peer that is dialled is not there, for people. Thread-safe. */
final class Away {

  private static final Logger log = LoggerFactory.getLogger(Away.class);
  private static final Duration TODAY = Duration.ofHours(20);

  private record State(Instant since, String why, int tries, Optional<Instant> next) {}

  private final String peer;
  private final Service service;
  private Optional<State> before = Optional.empty();
  private volatile Optional<State> state;

  Away(String peer, Service service) {
    this.peer = peer;
    this.service = service;
    this.state = Optional.of(new State(now(), "", 0, Optional.empty()));
  }

  private Instant now() {
    return service.context().clock().instant();
  }

  /** It is dialled now. On the loop, as all that changes something. */
  void tries() {
    state =
        state.map(known -> new State(known.since, known.why, known.tries + 1, Optional.empty()));
  }

  /** It is not there, or not any more, and is dialled again after a while. */
  void failed(String why, Duration wait) {
    State known = state.orElseGet(() -> new State(now(), "", 0, Optional.empty()));
    state = Optional.of(new State(known.since, why, known.tries, Optional.of(now().plus(wait))));
    service.reports().warn("away", () -> text().orElse(peer));
  }

  /** It was there for a moment only: what was before goes on. */
  void endedEarly() {
    state = before;
  }

  /** It is there. */
  void ends() {
    before = state;
    state = Optional.empty();
    log.info("{}: connected to {}", service.label(), peer);
  }

  /** Empty when it is there. */
  Optional<String> text() {
    return state.map(this::text);
  }

  private String text(State known) {
    String tried = known.tries == 1 ? "tried once" : "tried " + known.tries + " times";
    String since = " since " + time(known.since);
    return peer
        + ": "
        + (known.why.isEmpty() ? "no answer yet" : known.why)
        + (known.tries == 0 ? since : ", " + tried + since)
        // Only figures change from try to try: the host tells others of a change of words.
        + ", next in "
        + known.next.map(this::seconds).orElse(0L)
        + " s";
  }

  private long seconds(Instant next) {
    return Math.max(0, Math.round(Duration.between(now(), next).toMillis() / 1000.0));
  }

  /** As the log has it. */
  private String time(Instant since) {
    boolean isToday = Duration.between(since, now()).compareTo(TODAY) < 0;
    return DateTimeFormatter.ofPattern(isToday ? "HH:mm" : "yyyy-MM-dd HH:mm")
        .withZone(ZoneId.systemDefault())
        .format(since);
  }
}
