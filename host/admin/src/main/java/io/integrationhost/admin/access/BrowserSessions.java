package io.integrationhost.admin.access;

import io.integrationhost.admin.exchange.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Browsers that showed a token, by their cookies; in memory only. Safe for any thread. */
public final class BrowserSessions {

  /** The name of the cookie. */
  public static final String COOKIE = "integration-host-session";

  /** How long a cookie counts. */
  public static final Duration LENGTH = Duration.ofHours(8);

  private static final int MOST = 100;

  private final Clock clock;
  private final Tokens tokens;

  /** By the digest of the cookie, so that no memory dump holds one; the oldest gives way. */
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST;
        }
      };

  /** A browser with the digest of the token that it showed. */
  private record Session(Caller caller, byte[] token) {}

  /**
   * None yet.
   *
   * @param tokens a session ends with the token that it was opened with
   */
  public BrowserSessions(Clock clock, Tokens tokens) {
    this.clock = clock;
    this.tokens = tokens;
  }

  /** A cookie for a browser, with whom it stands for. */
  record Opened(String cookie, Caller caller) {}

  synchronized Opened open(Caller owner, String token) {
    String cookie = Secrets.random();
    Caller caller =
        new Caller(owner.name(), owner.scopes(), Optional.of(clock.instant().plus(LENGTH)));
    sessions.put(key(cookie), new Session(caller, Secrets.digest(token)));
    return new Opened(cookie, caller);
  }

  synchronized Optional<Caller> find(String cookie) {
    String key = key(cookie);
    Optional<Session> session = Optional.ofNullable(sessions.get(key));
    if (session.filter(this::isOver).isPresent()) {
      sessions.remove(key);
      return Optional.empty();
    }
    return session.map(Session::caller);
  }

  private boolean isOver(Session session) {
    return !clock.instant().isBefore(session.caller().expires().orElseThrow())
        || tokens.find(session.token()).isEmpty();
  }

  synchronized void close(String cookie) {
    sessions.remove(key(cookie));
  }

  private static String key(String cookie) {
    return HexFormat.of().formatHex(Secrets.digest(cookie));
  }
}
