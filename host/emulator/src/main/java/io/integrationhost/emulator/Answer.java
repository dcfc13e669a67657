package io.integrationhost.emulator;

/**
 * What the server says to one uplink message.
 *
 * @param text the cause of a failure, empty otherwise
 */
record Answer(boolean success, String text) {
  static final Answer SUCCESS = new Answer(true, "");

  static Answer failure(String text) {
    return new Answer(false, text);
  }
}
