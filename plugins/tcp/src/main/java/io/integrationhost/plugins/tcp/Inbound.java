package io.integrationhost.plugins.tcp;

/** What a decoder finds on a connection. */
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
   * Bytes that make no message.
   *
   * @param what for people, such as "sent ...": what they are, what becomes of them, what to do
   * @param excerpt how they begin
   * @param ends whether nothing follows, since the next message cannot be found
   * @param end the device's manner so far
   */
  record Lost(String what, Excerpt excerpt, boolean ends, LineEnd end) implements Inbound {

    /** Of a framing whose devices get no answers. */
    Lost(String what, Excerpt excerpt, boolean ends) {
      this(what, excerpt, ends, LineEnd.NONE);
    }
  }

  /**
   * Bytes that have waited long for the rest of their message.
   *
   * @param what for people, as of {@link Lost}
   * @param excerpt how they begin
   */
  record Waiting(String what, Excerpt excerpt) implements Inbound {}
}
