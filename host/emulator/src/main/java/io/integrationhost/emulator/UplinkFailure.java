package io.integrationhost.emulator;

/** Stops the processing of an uplink message; the message is the text of the answer. */
final class UplinkFailure extends Exception {
  private static final long serialVersionUID = 1L;

  UplinkFailure(String text) {
    super(text, null, false, false);
  }
}
