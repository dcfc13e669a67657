package io.integrationhost.plugins.tcp;

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
}
