package io.integrationhost.host.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What whoever steers a host may do. */
public enum AdminScope {
  /** States and metrics. */
  READ,
  /** Actions. */
  OPERATE,
  /** What devices send, and the tenants' scripts. */
  PAYLOADS;

  /** As settings and the API write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of that word, if there is one. */
  public static Optional<AdminScope> of(String word) {
    return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
