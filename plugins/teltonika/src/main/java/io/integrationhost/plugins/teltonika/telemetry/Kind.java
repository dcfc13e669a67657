package io.integrationhost.plugins.teltonika.telemetry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the value of an IO element is understood. */
enum Kind {
  UNSIGNED,
  SIGNED,
  /** 0 is false and 1 is true; other values stay numbers. */
  BOOLEAN,
  HEX,
  /** Printable ASCII; other bytes are shown as hex. */
  TEXT;

  static Optional<Kind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** As it is written in a configuration. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
