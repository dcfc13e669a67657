package io.integrationhost.converter.tbel;

/** The only way for a script to fail on purpose. */
public final class Failing {
  private Failing() {}

  // Scripts call it for this.
  @SuppressWarnings("DoNotCallSuggester")
  public static void raiseError(String message) {
    throw new RaisedError(message);
  }

  private static final class RaisedError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RaisedError(String message) {
      super(message, null, false, false);
    }
  }
}
