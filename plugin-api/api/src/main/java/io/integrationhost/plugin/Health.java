package io.integrationhost.plugin;

import java.util.Objects;

/**
 * How a transport is doing.
 *
 * @param detail for people; empty when there is nothing to say
 */
public record Health(Status status, String detail) {
  public Health {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(detail, "detail");
  }

  /** A transport that serves its devices. */
  public static Health up() {
    return new Health(Status.UP, "");
  }

  /** A transport that serves, but not as it should. */
  public static Health degraded(String detail) {
    return new Health(Status.DEGRADED, detail);
  }

  /** A transport that does not serve. */
  public static Health down(String detail) {
    return new Health(Status.DOWN, detail);
  }

  /** The three conditions that the host tells apart. */
  public enum Status {
    UP,
    DEGRADED,
    DOWN
  }
}
