package io.integrationhost.workbench.sensor;

import java.util.Locale;

/** What sensors speak. */
public enum Protocol {
  /** The guide's conversation: a greeting, then readings as lines. */
  TCP,
  /** Each reading is a datagram that holds a JSON object. */
  UDP,
  /** Each reading is posted to the path of ThingsBoard's own HTTP integration, as a JSON object. */
  HTTP;

  /** As the command line names it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
