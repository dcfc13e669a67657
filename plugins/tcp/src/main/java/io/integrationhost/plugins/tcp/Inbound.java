package io.integrationhost.plugins.tcp;

/** What the conversation's framing finds on a connection. */
sealed interface Inbound {

  /**
   * A message, never empty.
   *
   * @param bytes without the line end
   */
  record Message(byte[] bytes, LineEnd end) implements Inbound {}

  /** The line end of the message before, which had been taken as one without. */
  record LateLineEnd(LineEnd end) implements Inbound {}

  /**
   * A message longer than allowed; nothing follows.
   *
   * @param end the device's manner so far
   */
  record Overlong(LineEnd end) implements Inbound {}

  /** The connection ended in the middle of a message. */
  record Torn(int length) implements Inbound {}
}
