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

  /** By the digest of the cookie, so that no memory dump holds one; the oldest gives way. */
  private final Map<String, Caller> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Caller> eldest) {
          return size() > MOST;
        }
      };

  /** None yet. */
  public BrowserSessions(Clock clock) {
    this.clock = clock;
  }

  /** A cookie for a browser, with whom it stands for. */
  record Opened(String cookie, Caller caller) {}

  synchronized Opened open(Caller owner) {
    String cookie = Secrets.random();
    Caller caller =
        new Caller(owner.name(), owner.scopes(), Optional.of(clock.instant().plus(LENGTH)));
    sessions.put(key(cookie), caller);
    return new Opened(cookie, caller);
  }

  synchronized Optional<Caller> find(String cookie) {
    String key = key(cookie);
    Optional<Caller> caller = Optional.ofNullable(sessions.get(key));
    if (caller.filter(this::isOver).isPresent()) {
      sessions.remove(key);
      return Optional.empty();
    }
    return caller;
  }

  private boolean isOver(Caller caller) {
    return !clock.instant().isBefore(caller.expires().orElseThrow());
  }

  synchronized void close(String cookie) {
    sessions.remove(key(cookie));
  }

  private static String key(String cookie) {
    return HexFormat.of().formatHex(Secrets.digest(cookie));
  }
}
