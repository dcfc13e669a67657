package io.integrationhost.runtime.trust;

import java.util.Set;

/**
 * Which jars an operator allows: those with a listed digest, and those that are signed completely
 * with a listed certificate.
 *
 * @param active whether there is a list at all; without one every jar is allowed
 * @param jars digests of whole files
 * @param signers of the certificates that make signatures (not of authorities that issued them)
 */
public record AllowList(boolean active, Set<Fingerprint> jars, Set<Fingerprint> signers) {

  public AllowList {
    jars = Set.copyOf(jars);
    signers = Set.copyOf(signers);
  }

  /** No list: every jar is allowed. */
  public static AllowList everyJar() {
    return new AllowList(false, Set.of(), Set.of());
  }

  /** A list; when both sets are empty, no jar is allowed. */
  public static AllowList only(Set<Fingerprint> jars, Set<Fingerprint> signers) {
    return new AllowList(true, jars, signers);
  }
}
