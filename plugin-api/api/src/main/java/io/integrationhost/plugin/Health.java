package io.integrationhost.plugin;

import java.util.Objects;

/**
 * How a transport is doing.
 *
 * @param status the condition
 * @param detail for people; empty when there is nothing to say
 */
public record Health(Status status, String detail) {
  /**
   * Refuses null.
   *
   * @param status as of the record
   * @param detail as of the record
   */
  public Health {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(detail, "detail");
  }

  /**
   * A transport that serves its devices.
   *
   * @return that health, with nothing to say
   */
  public static Health up() {
    return new Health(Status.UP, "");
  }

  /**
   * A transport that serves, but not as it should.
   *
   * @param detail what is wrong and what to do
   * @return that health
   */
  public static Health degraded(String detail) {
    return new Health(Status.DEGRADED, detail);
  }

  /**
   * A transport that does not serve.
   *
   * @param detail what is wrong and what to do
   * @return that health
   */
  public static Health down(String detail) {
    return new Health(Status.DOWN, detail);
  }

  /** The three conditions that the host tells apart. */
  public enum Status {
    /** Serves. */
    UP,
    /** Serves, but not as it should. */
    DEGRADED,
    /** Does not serve. */
    DOWN
  }
}
