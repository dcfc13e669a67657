package io.integrationhost.kit.run;

/** A certificate, key or file that cannot be used. The message goes on after its name. */
final class UnusableException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableException(String message) {
    super(message);
  }

  UnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
