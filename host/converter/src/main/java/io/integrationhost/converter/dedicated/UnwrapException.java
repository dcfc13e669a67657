package io.integrationhost.converter.dedicated;

/** A message that is not what its platform sends. The text is for the tenant; it shows no data. */
public final class UnwrapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnwrapException(String message) {
    // No stack trace: bad messages may come fast, and it would not show where they come from.
    super(message, null, false, false);
  }
}
