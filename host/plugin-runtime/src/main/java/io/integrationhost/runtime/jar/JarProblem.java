package io.integrationhost.runtime.jar;

import java.util.Objects;

/** Why a jar cannot be used as a plugin, and what somebody can do about it. */
public final class JarProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String cure;

  public JarProblem(String reason, String cure) {
    super(reason + "; " + cure, null, false, false);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.cure = Objects.requireNonNull(cure, "cure");
  }

  public String reason() {
    return reason;
  }

  public String cure() {
    return cure;
  }
}
