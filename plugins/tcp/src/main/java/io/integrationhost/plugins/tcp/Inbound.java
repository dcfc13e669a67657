package io.integrationhost.plugins.tcp;

/** What the decoder of the conversation finds. */
sealed interface Inbound {

  /**
   * A message.
   *
   * @param bytes without the line end; empty: of one that was too long only the end is known
   */
  record Message(byte[] bytes, LineEnd end) implements Inbound {}

  /** The line end of the message before, which had been taken as one without. */
  record LateLineEnd(LineEnd end) implements Inbound {}
}
