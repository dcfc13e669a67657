package io.integrationhost.admin.exchange;

import io.integrationhost.host.settings.AdminScope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks.
 *
 * @param name of the token or certificate, for the log; empty for somebody unknown
 * @param expires when the session of a browser ends; absent for a token
 */
public record Caller(String name, Set<AdminScope> scopes, Optional<Instant> expires) {

  /** Nobody that the host knows. */
  public static final Caller UNKNOWN = new Caller("", Set.of(), Optional.empty());

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  public boolean isKnown() {
    return !name.isEmpty();
  }

  public boolean may(AdminScope scope) {
    return scopes.contains(scope);
  }
}
