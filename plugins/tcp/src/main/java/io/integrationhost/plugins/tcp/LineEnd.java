package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;

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
