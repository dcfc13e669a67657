package io.integrationhost.host.plan;

/** An integration's configuration cannot be used; the message says where and what to do. */
public final class PlanException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PlanException(String message) {
    super(message);
  }
}
