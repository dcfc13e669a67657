package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Receipt;

/** What the conversation answers. */
enum Answer {
  GREETING("Hello from ThingsBoard!"),
  OK("OK"),
  NO_CONTENT("No Content"),
  ERROR("ERROR"),
  DISABLED("Integration is disabled"),
  /** Only the line end that an earlier answer lacks. */
  NOTHING("");

  private final String text;

  Answer(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Answer to(Receipt receipt) {
    if (receipt instanceof Receipt.Stored) {
      return OK;
    }
    if (receipt instanceof Receipt.Rejected rejected) {
      return rejected.reason() == Receipt.Reason.DISABLED ? DISABLED : ERROR;
    }
    return NO_CONTENT;
  }
}
