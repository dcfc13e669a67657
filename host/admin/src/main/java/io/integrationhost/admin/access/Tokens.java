package io.integrationhost.admin.access;

import io.integrationhost.admin.exchange.Caller;
import io.integrationhost.host.settings.AdminIdentity;
import io.integrationhost.host.settings.AdminScope;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tokens that the host takes; it knows their digests only. Safe for any thread. */
public final class Tokens {

  /** Of the token that may do everything, as the log names it. */
  public static final String ADMIN = "admin";

  private final List<Known> known;
  private volatile Optional<Known> admin = Optional.empty();

  private record Known(String name, byte[] digest, Set<AdminScope> scopes) {}

  /** Those of the settings. */
  public Tokens(List<AdminIdentity> identities) {
    this.known =
        identities.stream()
            .map(
                each ->
                    new Known(each.name(), HexFormat.of().parseHex(each.proof()), each.scopes()))
            .toList();
  }

  /** Also takes this one, in place of the one before, for everything. */
  public void admin(String token) {
    admin = Optional.of(new Known(ADMIN, Secrets.digest(token), EnumSet.allOf(AdminScope.class)));
  }

  /** Whose token it is, in a time that does not tell how much of it is right. */
  Optional<Caller> find(String token) {
    return find(Secrets.digest(token));
  }

  Optional<Caller> find(byte[] digest) {
    List<Known> all = new ArrayList<>(known);
    admin.ifPresent(all::add);
    Optional<Caller> found = Optional.empty();
    for (Known each : all) {
      if (MessageDigest.isEqual(each.digest(), digest)) {
        found = Optional.of(new Caller(each.name(), each.scopes(), Optional.empty()));
      }
    }
    return found;
  }
}
