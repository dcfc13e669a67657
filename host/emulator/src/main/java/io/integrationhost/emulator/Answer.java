package io.integrationhost.emulator;

/**
 * What the server says to one uplink message.
 *
 * @param cuts whether the stream ends instead
 * @param text the cause of a failure, empty otherwise
 */
record Answer(boolean success, boolean cuts, String text) {
  static final Answer SUCCESS = new Answer(true, false, "");

  /** Instead of an answer the stream ends. */
  static final Answer CUT = new Answer(false, true, "");

  static Answer failure(String text) {
    return new Answer(false, false, text);
  }
}
