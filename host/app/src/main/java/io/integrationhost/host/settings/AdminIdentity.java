package io.integrationhost.host.settings;

import java.util.Set;

/**
 * Somebody who may ask the host, or steer it.
 *
 * @param name of the token or client certificate in the settings; in the log with what is done
 * @param proof what is known of it: the SHA-256 of a token in lower-case hex, or the subject of a
 *     certificate
 */
public record AdminIdentity(String name, String proof, Set<AdminScope> scopes) {

  public AdminIdentity {
    scopes = Set.copyOf(scopes);
  }

  /** Without the digest. */
  @Override
  public String toString() {
    return "AdminIdentity[" + name + ", " + scopes + "]";
  }
}
