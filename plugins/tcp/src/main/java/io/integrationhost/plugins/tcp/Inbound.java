package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;

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

  /** How a device ended a message, and so how its answer ends. */
  enum LineEnd {
    NONE(""),
    LF("\n"),
    CRLF("\r\n");

    private final String text;

    LineEnd(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    /** An answer with this end. */
    byte[] of(String answer) {
      return Bytes.utf8(answer + text);
    }
  }
}
