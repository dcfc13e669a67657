package io.integrationhost.emulator;

/** Stops the processing of an uplink message; the message is the text of the answer. */
final class UplinkFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean cuts;

  UplinkFailure(String text) {
    this(text, false);
  }

  private UplinkFailure(String text, boolean cuts) {
    super(text, null, false, false);
    this.cuts = cuts;
  }

  /** The stream ends without an answer. */
  static UplinkFailure cut() {
    return new UplinkFailure("", true);
  }

  boolean cuts() {
    return cuts;
  }
}
